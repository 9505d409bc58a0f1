#include "gw/planning/market_csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <set>

#include "gw/base/csv.h"
#include "gw/base/text.h"
#include "gw/planning/fuel_mix.h"
#include "gw/planning/market_time.h"
#include "gw/units/unit.h"

namespace gw::planning {
namespace {

constexpr std::size_t kMostErrors = 5;
constexpr int kMinutesPerHour = 60, kHoursPerDay = 24;
// Standard time of the markets that write local time.
constexpr int kErcotZoneH = -6, kMisoZoneH = -5;

// "Net Generation (MW) from Coal" -> "netgenerationmwfromcoal".
std::string plain_name(std::string_view text) {
  std::string out;
  for (char c : text)
    if (std::isalnum(static_cast<unsigned char>(c))) out += char(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

// As plain_name, with a slip of EIA's put right: "Solar witho Integrated Battery Storage (Adjusted)".
std::string column_name(std::string_view text) {
  constexpr std::string_view kSlip = "withointegrated";
  std::string out = plain_name(text);
  if (const std::size_t at = out.find(kSlip); at != std::string::npos) out.replace(at, kSlip.size(), "withintegrated");
  return out;
}

struct Columns {
  std::vector<std::string> names;
  int find(std::initializer_list<const char*> wanted) const {
    for (const char* name : wanted)
      for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == name) return int(i);
    return -1;
  }
};

// Generation by fuel: the name that EIA-930's balance files give it after "Net Generation (MW) from", and the code of the short
// form. From July 2024 they tell storage apart from hydropower, solar and wind, and geothermal from "other".
struct MixColumn {
  const char* name;
  const char* code;
  Fuel fuel;
};
constexpr MixColumn kMixColumns[] = {{"coal", "col", Fuel::coal},
                                     {"naturalgas", "ng", Fuel::gas},
                                     {"allpetroleumproducts", "oil", Fuel::oil},
                                     {"nuclear", "nuc", Fuel::nuclear},
                                     {"hydropowerandpumpedstorage", "wat", Fuel::hydro},
                                     {"hydropowerexcludingpumpedstorage", "", Fuel::hydro},
                                     {"geothermal", "geo", Fuel::geothermal},
                                     {"solar", "sun", Fuel::solar},
                                     {"solarwithoutintegratedbatterystorage", "", Fuel::solar},
                                     {"solarwithintegratedbatterystorage", "snb", Fuel::solar},
                                     {"wind", "wnd", Fuel::wind},
                                     {"windwithoutintegratedbatterystorage", "", Fuel::wind},
                                     {"windwithintegratedbatterystorage", "wnb", Fuel::wind},
                                     {"otherfuelsources", "oth", Fuel::other},
                                     {"unknownfuelsources", "unk", Fuel::other}};
// What these give was generated before, as another fuel.
constexpr const char* kStorage[] = {"pumpedstorage", "batterystorage", "otherenergystorage", "unknownenergystorage"};
constexpr std::string_view kGenerationFrom = "netgenerationmwfrom";

enum class Layout { none, utc_rows, ercot, miso, plain_times, dated_hours };

/// How a column of hours counts the day: 0 to 23 by their beginning, 1 to 24 by their end.
enum class HourCount { beginning, ending };

/// How this file is read.
struct Format {
  Layout layout = Layout::none;
  int time = -1, hour = -1, value = -1, place = -1, second_place = -1, filter = -1, flag = -1, first_hour_ending = -1;
  bool end_of_hour = false;
  HourCount hour_count = HourCount::beginning;
  bool mix = false;
  std::array<std::vector<int>, kFuels> fuels = {};  ///< columns of each
  int unknown_fuel = -1;  ///< a column of generation that no fuel of fuel_mix.h has
};

// "netgenerationmwfromcoaladjusted" -> "coal"; nothing for other columns, and for those that hold imputed values alone.
std::string_view fuel_name(std::string_view column) {
  if (!column.starts_with(kGenerationFrom) || column.ends_with("imputed")) return {};
  column.remove_prefix(kGenerationFrom.size());
  if (column.ends_with("adjusted")) column.remove_suffix(std::string_view("adjusted").size());
  return column;
}

void find_mix(const Columns& columns, Format& format) {
  int found = 0;
  for (const MixColumn& wanted : kMixColumns) {
    const std::string name = std::string(kGenerationFrom) + wanted.name, adjusted = name + "adjusted";
    const int column = columns.find({*wanted.code ? wanted.code : name.c_str(), adjusted.c_str(), name.c_str()});
    if (column < 0) continue;
    format.fuels[std::size_t(wanted.fuel)].push_back(column);
    ++found;
  }
  format.mix = !format.fuels[std::size_t(Fuel::coal)].empty() && !format.fuels[std::size_t(Fuel::gas)].empty() && found >= 4;
  for (std::size_t i = 0; i < columns.names.size(); ++i) {
    const std::string_view name = fuel_name(columns.names[i]);
    const bool known = std::ranges::any_of(kMixColumns, [&](const MixColumn& c) { return name == c.name; }) ||
                       std::ranges::find(kStorage, name) != std::end(kStorage);
    if (!name.empty() && !known) format.unknown_fuel = int(i);
  }
}

// "7", "07:00", "24:00": a whole hour of a day as a column of its own writes it.
std::optional<int> hour_of_day(const std::string& cell) {
  const std::string text(trim(cell));
  const std::size_t colon = std::min(text.find(':'), text.size());
  const auto hour = parse_number(text.substr(0, colon));
  const std::string rest = text.substr(colon);
  const bool whole = rest.empty() || rest == ":00" || rest == ":00:00";
  if (!hour || !hour->unit.empty() || !whole || hour->value != std::floor(hour->value)) return {};
  if (hour->value < 0 || hour->value > kHoursPerDay) return {};
  return int(hour->value);
}

constexpr const char* kEndingNames[] = {"hourending", "hourend", "he"};
constexpr const char* kBeginningNames[] = {"hourbeginning", "hourbegin", "hourstarting", "hb"};

// By the column's name, else by whether the file has an hour 24 or an hour 0; nothing where neither tells.
std::optional<HourCount> hour_count_of(const CsvTable& table, const std::string& name, int column) {
  if (std::ranges::find(kEndingNames, name) != std::end(kEndingNames)) return HourCount::ending;
  if (std::ranges::find(kBeginningNames, name) != std::end(kBeginningNames)) return HourCount::beginning;
  const auto any = [&](int wanted) {
    return std::ranges::any_of(table.rows, [&](const CsvTable::Row& row) { return hour_of_day(row.cells[std::size_t(column)]) == wanted; });
  };
  const bool zero = any(0), last = any(kHoursPerDay);
  if (zero == last) return {};
  return zero ? HourCount::beginning : HourCount::ending;
}

// A column of days beside one of hours.
bool is_dated(const CsvTable& table, const Format& format) {
  if (format.hour < 0 || format.time < 0 || table.rows.empty()) return false;
  const std::string& day = table.rows[0].cells[std::size_t(format.time)];
  return day.find(':') == std::string::npos && parse_time(day).has_value();
}

Format format_of(const CsvTable& table, const Columns& c) {
  Format out;
  find_mix(c, out);
  out.place = c.find({"pnodename", "node", "settlementpoint", "settlementpointname", "balancingauthority"});
  out.second_place = c.find({"pnodeid", "nodeid"});
  out.filter = c.find({"lmptype"});
  if (out.time = c.find({"datetimebeginningutc", "intervalstarttimegmt", "utctimeatendofhour"}); out.time >= 0) {
    out.layout = Layout::utc_rows;
    out.end_of_hour = c.names[std::size_t(out.time)] == "utctimeatendofhour";
    out.value = c.find({"totallmpda", "totallmprt", "totallmp", "lmpprc", "mw"});
    return out;
  }
  out.time = c.find({"deliverydate"}), out.hour = c.find({"hourending"});
  if (out.time >= 0 && out.hour >= 0) {
    out.layout = Layout::ercot;
    out.value = c.find({"settlementpointprice", "lmp"});
    out.flag = c.find({"dstflag", "repeatedhourflag"});
    return out;
  }
  out.time = c.find({"marketday"}), out.first_hour_ending = c.find({"he1"});
  if (out.time >= 0 && out.first_hour_ending >= 0) {
    out.layout = Layout::miso;
    out.filter = c.find({"value"});
    return out;
  }
  out.time = c.find({"timestamp", "datetime", "time", "date"});
  out.hour = c.find({"hour", "hourending", "hourend", "he", "hourbeginning", "hourbegin", "hourstarting", "hb", "hourofday"});
  if (out.time < 0 && out.hour >= 0) out.time = c.find({"day"});
  const bool timed = out.time >= 0 && !table.rows.empty() && parse_time(table.rows[0].cells[std::size_t(out.time)]);
  out.layout = is_dated(table, out) ? Layout::dated_hours : timed ? Layout::plain_times : Layout::none;
  out.value = int(table.header.size()) - 1;
  return out;
}

// MISO's daily files have a date above their header. As one table, with as many lines as before.
std::string without_daily_headers(const std::string& text) {
  std::string out, day;
  bool begun = false;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string line(trim(std::string_view(text).substr(at, end - at)));
    const std::string name = plain_name(line.substr(0, line.find(',')));
    at = end + 1;
    const std::string alone = line.substr(0, line.find_last_not_of(',') + 1);
    if (const auto date = parse_time(alone); date && alone.find(',') == std::string::npos) {
      day = alone;
      if (!begun) out += "#";
    } else if (name == "node" && plain_name(line).find("he1") != std::string::npos) {
      if (!begun) out += "MARKET_DAY," + line;
      begun = true;
    } else if (begun && line.find(',') != std::string::npos && !name.empty()) {
      out += day + "," + line;
    } else if (!begun) {
      out += "#";
    }
    out += "\n";
  }
  return out;
}

bool has_daily_headers(const std::string& text) {
  const std::string name = plain_name(std::string_view(text).substr(0, std::min<std::size_t>(text.find('\n'), 80)));
  return name.starts_with("dayahead") || name.starts_with("realtime");
}

class Reader {
 public:
  Reader(const CsvTable& table, const Format& format, const SeriesRequest& request, Diagnostics& problems)
      : table_(table), format_(format), request_(request), problems_(problems) {}

  std::vector<MarketHour> hours() {
    if (!check_content() || !find_values() || !find_hours() || !check_location()) return {};
    find_reported_fuels();
    for (const CsvTable::Row& row : table_.rows) {
      if (!wanted(row)) continue;
      read(row);
      if (problems_.list().size() >= kMostErrors) break;
    }
    return std::move(out_);
  }

 private:
  void error(const char* code, int line, std::string message, std::string hint = "") {
    problems_.error(code, {table_.file, line, 1}, "", std::move(message), std::move(hint));
  }

  bool plain() const { return format_.layout == Layout::plain_times || format_.layout == Layout::dated_hours; }

  bool check_content() {
    const bool priced = format_.value >= 0 || format_.layout == Layout::miso;
    if (request_.kind == SeriesKind::price && format_.mix && !plain() && format_.value < 0)
      error("GW1409", 1, "expected hourly prices, found generation by fuel", "name this file in emission_series");
    else if (request_.kind == SeriesKind::price && format_.mix)
      error("GW1409", 1, "expected hourly prices, found a fuel mix", "name this file in emission_series");
    else if (request_.kind != SeriesKind::price && !format_.mix && !plain() && priced)
      error("GW1409", 1, "expected hourly emission rates or generation by fuel, found prices", "name this file in energy_prices");
    else if (request_.kind == SeriesKind::emission && format_.mix && format_.unknown_fuel >= 0)
      error("GW1409", 1, fmt::format("the column '{}' is generation of a kind that has no emission rate here",
                                     table_.header[std::size_t(format_.unknown_fuel)]),
            "add it to the column of its fuel or leave it out of the file");
    else if (!format_.mix && !priced)
      error("GW1409", 1, "no column of prices or of generation by fuel is known in this header",
            "EIA-930: the balance file; its interchange file holds flows alone");
    return !problems_.has_errors();
  }

  // Of a file with times of its own: which column, and in what unit.
  bool find_values() {
    if (!plain() || format_.mix) return true;
    format_.value = value_column(table_, problems_);
    if (format_.value >= 0)
      factor_ = unit_factor(table_.header[std::size_t(format_.value)], request_.range, table_.file, problems_);
    return !problems_.has_errors();
  }

  // Of a file with days and hours in columns of their own: how it counts.
  bool find_hours() {
    if (format_.layout != Layout::dated_hours) return true;
    const auto count = hour_count_of(table_, plain_name(table_.header[std::size_t(format_.hour)]), format_.hour);
    if (count) format_.hour_count = *count;
    else error("GW1406", 1, fmt::format("whether the hours of column '{}' are counted 0 to 23 or 1 to 24 is not said: expected an hour 0 or an hour 24, "
                                        "not both", table_.header[std::size_t(format_.hour)]),
               "call the column hour_beginning (0 to 23) or hour_ending (1 to 24)");
    return count.has_value();
  }

  // Minutes of the hour's beginning; nothing where the hour is not one of its count.
  std::optional<std::int64_t> begin_of(const CsvTable::Row& row, std::int64_t midnight_minutes) {
    const auto hour = hour_of_day(cell(row, format_.hour));
    const int least = format_.hour_count == HourCount::ending ? 1 : 0;
    if (hour && *hour >= least && *hour < least + kHoursPerDay) return midnight_minutes + (*hour - least) * kMinutesPerHour;
    error("GW1406", row.line, fmt::format("expected an hour {} to {} in column '{}', found '{}'", least, least + kHoursPerDay - 1,
                                          table_.header[std::size_t(format_.hour)], cell(row, format_.hour)));
    return {};
  }

  const std::string& cell(const CsvTable::Row& row, int column) const { return row.cells[std::size_t(column)]; }
  bool of_filter(const CsvTable::Row& row) const { return format_.filter < 0 || plain_name(cell(row, format_.filter)) == "lmp"; }
  bool is_header(const CsvTable::Row& row) const { return row.cells == table_.header; }
  bool wanted(const CsvTable::Row& row) const {
    if (is_header(row) || !of_filter(row)) return false;
    if (request_.location.empty() || format_.place < 0) return true;
    return trim(cell(row, format_.place)) == request_.location ||
           (format_.second_place >= 0 && trim(cell(row, format_.second_place)) == request_.location);
  }

  bool check_location() {
    if (format_.place < 0) return true;
    std::set<std::string> places;
    bool found = false;
    for (const CsvTable::Row& row : table_.rows) {
      if (is_header(row) || !of_filter(row)) continue;
      places.insert(std::string(trim(cell(row, format_.place))));
      found = found || wanted(row);
    }
    const std::vector<std::string> names(places.begin(), places.end());
    if (request_.location.empty() && places.size() > 1)
      error("GW1407", 1, fmt::format("the file holds {} locations, {} among them; which one is not said", places.size(), names[0]),
            "set price_location (prices) or emission_location (emission rates)");
    else if (!request_.location.empty() && !found)
      error("GW1407", 1, fmt::format("no row is of location '{}'", request_.location), did_you_mean(request_.location, names));
    return !problems_.has_errors();
  }

  void read(const CsvTable::Row& row) {
    const auto time = parse_time(cell(row, format_.time));
    if (!time) return error("GW1406", row.line, fmt::format("expected a date and hour such as 2022-01-31 14:00, found '{}'",
                                                            cell(row, format_.time)));
    if (format_.layout == Layout::miso) return read_day(row, time->minutes / kMinutesPerHour);
    std::int64_t minutes = time->minutes;
    if (format_.layout == Layout::ercot) {
      const auto hour = ercot_utc_hour(row, minutes / kMinutesPerHour);
      if (hour) add(row, *hour, format_.value);
      return;
    }
    if (format_.layout == Layout::dated_hours) {
      const auto begin = begin_of(row, minutes);
      if (!begin) return;
      minutes = *begin;
    }
    if (plain() && !time->is_utc)
      minutes -= std::lround(request_.time_zone_h) * std::int64_t(kMinutesPerHour);  // as lay_on_year: whole hours
    if (format_.end_of_hour) minutes -= kMinutesPerHour;
    if (minutes % kMinutesPerHour != 0)
      return error("GW1406", row.line, fmt::format("expected hourly values, found the time '{}', which is not on the hour",
                                                   cell(row, format_.time)),
                   "average the file to hours first");
    add(row, minutes / kMinutesPerHour, format_.value);
  }

  // HE1 to HE24 of a day, eastern standard time.
  void read_day(const CsvTable::Row& row, std::int64_t midnight) {
    for (int h = 0; h < kHoursPerDay; ++h)
      if (format_.first_hour_ending + h < int(row.cells.size()))
        add(row, midnight + h - kMisoZoneH, format_.first_hour_ending + h);
  }

  std::optional<std::int64_t> ercot_utc_hour(const CsvTable::Row& row, std::int64_t midnight) {
    const auto ending = hour_of_day(cell(row, format_.hour));
    if (!ending || *ending < 1) {
      error("GW1406", row.line, fmt::format("expected an hour ending 01:00 to 24:00, found '{}'", trim(cell(row, format_.hour))));
      return {};
    }
    const std::int64_t wall = midnight + *ending - 1;
    bool daylight = us_daylight_saving(wall);
    if (us_repeated_hour(wall)) {
      const std::string flag = format_.flag < 0 ? "" : plain_name(cell(row, format_.flag));
      if (flag == "y" || flag == "true" || (format_.flag < 0 && repeated_seen_)) daylight = false;
      repeated_seen_ = true;
    }
    return wall - kErcotZoneH - (daylight ? 1 : 0);
  }

  std::optional<double> number(const CsvTable::Row& row, int column, bool& empty) {
    std::string text(trim(cell(row, column)));
    std::erase(text, ',');  // "12,345" of EIA
    empty = text.empty();
    const auto parsed = empty ? std::nullopt : parse_number(text);
    if (parsed && parsed->unit.empty() && std::isfinite(parsed->value)) return parsed->value;
    if (!empty) error("GW1401", row.line, fmt::format("expected a number in column '{}', found '{}'",
                                                      table_.header[std::size_t(column)], cell(row, column)));
    return {};
  }

  void add(const CsvTable::Row& row, std::int64_t utc_hour, int column) {
    if (format_.mix && request_.kind == SeriesKind::emission) return add_mix(row, utc_hour);
    bool empty = false;
    auto value = number(row, column, empty);
    if (!value) return;
    *value *= factor_;
    if (*value < request_.range.least || *value > request_.range.most)
      return error("GW1401", row.line, fmt::format("expected a number between {} and {}, found {}", request_.range.least,
                                                   request_.range.most, *value));
    out_.push_back({utc_hour, *value, 0, row.line});
  }

  // A region without a fuel leaves its column empty throughout.
  void find_reported_fuels() {
    for (std::size_t f = 0; f < reported_.size(); ++f)
      for (const int column : format_.fuels[f])
        if (std::ranges::any_of(table_.rows, [&](const CsvTable::Row& row) { return wanted(row) && !trim(cell(row, column)).empty(); }))
          reported_[f].push_back(column);
  }

  // An hour in which a fuel that is reported elsewhere is empty is a missing hour: zero would be another mix.
  void add_mix(const CsvTable::Row& row, std::int64_t utc_hour) {
    std::array<double, kFuels> mwh = {};
    for (std::size_t f = 0; f < mwh.size(); ++f)
      for (const int column : reported_[f]) {
        bool empty = true;
        const auto value = number(row, column, empty);
        if (!value) return;
        mwh[f] += *value;
      }
    if (const auto rate = rate_of_mix(mwh)) out_.push_back({utc_hour, rate->kg_per_mwh, rate->carbon_free_frac, row.line});
  }

  const CsvTable& table_;
  Format format_;
  double factor_ = 1;  // of values, by the unit in their column's name
  const SeriesRequest& request_;
  Diagnostics& problems_;
  std::vector<MarketHour> out_;
  std::array<std::vector<int>, kFuels> reported_ = {};
  bool repeated_seen_ = false;
};

}  // namespace

Result<HourlyYear> read_market_csv(const std::string& text, const std::string& path, const SeriesRequest& request) {
  const bool daily = has_daily_headers(text);
  const auto table = parse_csv(daily ? without_daily_headers(text) : text, path);
  Columns columns;
  if (table)
    for (const std::string& name : table->header) columns.names.push_back(column_name(name));
  const Format format = table ? format_of(*table, columns) : Format{};
  if (!table && daily) return table.diagnostics;
  if (format.layout == Layout::none) {
    auto plain = parse_hourly_csv(text, path, request.range);
    if (!plain) return plain.diagnostics;
    return HourlyYear{std::move(*plain), {}};
  }
  Diagnostics problems;
  const std::vector<MarketHour> hours = Reader(*table, format, request, problems).hours();
  if (problems.has_errors()) return problems;
  auto year = lay_on_year(hours, path, request);
  if (year && !(format.mix && request.kind == SeriesKind::emission)) year->carbon_free_frac.clear();
  return year;
}

}  // namespace gw::planning
