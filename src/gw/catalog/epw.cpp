#include "gw/catalog/epw.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

#include "gw/base/file.h"
#include "gw/base/text.h"
#include "gw/catalog/epw_sense.h"
#include "gw/units/calendar.h"

namespace gw::catalog {
namespace {

constexpr int kHeaderLines = 8;
constexpr int kProblemCap = 20;  ///< a wrong file has thousands of wrong rows: the first few tell
constexpr int kLongestGapHours = 6;
constexpr double kMostGuessedFrac = 0.1;  // of the hours of dry bulb
constexpr int kHoursPerYear = 8760, kHoursPerLeapYear = 8784;
constexpr int kFirstHourOf29February = (31 + 28) * 24;
constexpr std::size_t kLargestFileBytes = 64u << 20;
/// First words of the eight header lines, in order [EPW Data Dictionary]; compared up to the shortest known
/// form.
constexpr std::array<std::string_view, kHeaderLines> kHeader = {"LOCATION",
                                                                "DESIGN CONDITIONS",
                                                                "TYPICAL/EXTREME PERIODS",
                                                                "GROUND TEMPERATURES",
                                                                "HOLIDAYS/DAYLIGHT SAVING",
                                                                "COMMENTS 1",
                                                                "COMMENTS 2",
                                                                "DATA PERIODS"};

/// A column that is read: limits and missing code as in the dictionary. Of radiation, which the dictionary gives no
/// upper limit, every value from the code up is missing; elsewhere a value above the limits is a fault of the file.
struct Column {
  int number;  ///< 1-based, as in the dictionary
  const char* name;
  const char* unit;
  double min, max, missing;
  double factor;  ///< to the unit of WeatherYear
  std::vector<double> WeatherYear::*values;
};
constexpr double kMissingRadiation = 9999;
const std::array<Column, 8> kColumns = {{
    {7, "dry bulb", "C", -70, 70, 99.9, 1, &WeatherYear::dry_bulb_c},
    {8, "dew point", "C", -70, 70, 99.9, 1, &WeatherYear::dew_point_c},
    {9, "relative humidity", "%", 0, 110, 999, 0.01, &WeatherYear::relative_humidity_frac},
    {10, "pressure", "Pa", 31000, 120000, 999999, 1, &WeatherYear::pressure_pa},
    {14, "global horizontal radiation", "Wh/m2", 0, 1600, kMissingRadiation, 1, &WeatherYear::global_horizontal_wh_per_m2},
    {15, "direct normal radiation", "Wh/m2", 0, 1600, kMissingRadiation, 1, &WeatherYear::direct_normal_wh_per_m2},
    {16, "diffuse horizontal radiation", "Wh/m2", 0, 1600, kMissingRadiation, 1,
     &WeatherYear::diffuse_horizontal_wh_per_m2},
    {22, "wind speed", "m/s", 0, 60, 999, 1, &WeatherYear::wind_speed_m_per_s},
}};
constexpr int kColumnsNeeded = 22;

/// Shares of the year of the cooling design conditions, and the last field after the word Cooling that they fill.
constexpr std::array<double, 3> kDesignDays = {0.004, 0.01, 0.02};
constexpr std::size_t kLastWetBulb = 13;
/// Fields after the word Extremes of DESIGN CONDITIONS.
constexpr std::size_t kExtremes = 16, kHighestWetBulb = 4, kFirstDryBulb = 5;
/// Standard deviations above the mean that the highest of 5, 10, 20 and 50 years is [ASHRAE Handbook - Fundamentals, ch. 14;
/// cooling/extreme_year.h has the equation].
constexpr std::array<double, 4> kReturnFactors = {0.7195, 1.3046, 1.8658, 2.5923};
/// Rounding of mean and deviation to 0.1 K.
constexpr double kExtremesToleranceK = 0.3;

std::vector<std::string_view> fields_of(std::string_view line) {
  std::vector<std::string_view> out;
  out.reserve(36);
  for (std::size_t start = 0;;) {
    const std::size_t comma = line.find(',', start);
    out.push_back(trim(line.substr(start, comma - start)));
    if (comma == std::string_view::npos) return out;
    start = comma + 1;
  }
}

bool is_missing(const Column& column, double value) {
  return column.missing == kMissingRadiation ? value >= column.missing : value == column.missing;
}

bool parse(std::string_view text, double& value) {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && std::isfinite(value);
}

/// Station names are ASCII, UTF-8 or Latin-1 in practice; results are UTF-8, so bytes that are not become the
/// Latin-1 letter, and control characters a space.
std::string printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    const auto byte = static_cast<unsigned char>(text[0]);
    if (length == 0)
      out += {static_cast<char>(0xC0 | (byte >> 6)), static_cast<char>(0x80 | (byte & 0x3F))};
    else if (byte < 0x20)
      out.push_back(' ');
    else
      out += text.substr(0, length);
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

Diagnostics unreadable(const std::string& path, const std::string& why) {
  Diagnostics out;
  out.error("GW1201", {path, 0, 0}, "", "cannot read the weather file: " + why);
  return out;
}

class Reader {
 public:
  Reader(std::string text, std::string path) : text_(std::move(text)) { year_.file = std::move(path); }

  Result<WeatherYear> run() {
    load();
    if (header()) {
      rows();
      average();
      for (const Column& column : kColumns) fill_gaps(column);
      humidity_of_guessed();
      if (leap_) drop_29_february();
      if (count_ == 0) make_sense();
    }
    if (hidden_ > 0)
      problems_.error("GW1204", {year_.file, 0, 0}, "",
                      fmt::format("and {} more problems in this file", hidden_));
    if (problems_.has_errors()) return std::move(problems_);
    Result<WeatherYear> result(std::move(year_));
    for (const std::string& note : result->notes) result.diagnostics.warning("GW1207", {result->file, 0, 0}, "", note);
    return result;
  }

 private:
  void problem(const char* code, int line, int column, std::string message, std::string hint = {}) {
    if (count_++ >= kProblemCap) {
      ++hidden_;
      return;
    }
    Diagnostic d{Severity::error, code, {year_.file, line, column}, "", std::move(message),
                 std::move(hint), ""};
    if (line > 0 && line <= int(lines_.size())) d.source_line = printable(lines_[line - 1].substr(0, 200));
    problems_.add(std::move(d));
  }

  void load() {
    if (text_.starts_with("\xEF\xBB\xBF")) text_.erase(0, 3);
    std::string_view rest = text_;
    while (!rest.empty()) {
      const std::size_t end = rest.find('\n');
      lines_.push_back(trim(rest.substr(0, end)));
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    while (!lines_.empty() && lines_.back().empty()) lines_.pop_back();
  }

  /// What the file looks like instead, for the message.
  std::string looks_like() const {
    const std::string start = to_lower(printable(std::string_view(text_).substr(0, 400)));
    if (lines_.empty()) return "the file is empty";
    if (text_.starts_with("PK")) return "the file is a zip archive: unpack it first";
    if (text_.find('\0') != std::string::npos) return "the file is binary";
    if (start.find("<html") != std::string::npos || start.find("<!doctype") != std::string::npos)
      return "the file is a web page: the download brought an error page";
    if (start.find("station") != std::string::npos && start.find("ghi") != std::string::npos)
      return "the file looks like an NSRDB or TMY3 CSV";
    return fmt::format("its first line begins '{}'", printable(lines_[0].substr(0, 40)));
  }

  bool header() {
    if (lines_.empty() || !to_lower(lines_[0]).starts_with("location")) {
      problem("GW1202", lines_.empty() ? 0 : 1, 1,
              "not an EPW file: line 1 must begin 'LOCATION,': " + looks_like());
      return false;
    }
    for (int i = 0; i < kHeaderLines; ++i) {
      const bool there = i < int(lines_.size());
      if (there && to_lower(lines_[i]).starts_with(to_lower(kHeader[i]))) continue;
      problem("GW1202", there ? i + 1 : 0, there ? 1 : 0,
              fmt::format("not an EPW file: header line {} must begin '{}'{}", i + 1, kHeader[i],
                          there ? "" : fmt::format(", but the file has {} lines", lines_.size())));
      return false;
    }
    design_conditions();
    return location() & data_periods();
  }

  // After the word Cooling: hottest month, daily range, dry bulb of 0.4, 1 and 2 % each with its mean coincident wet bulb,
  // then wet bulb of the same each with its coincident dry bulb [EPW Data Dictionary]. Taken where they fall in order.
  void design_days(const std::vector<std::string_view>& f) {
    const auto word = std::ranges::find(f, std::string_view("Cooling"));
    if (f.end() - word <= std::ptrdiff_t(kLastWetBulb)) return;
    std::vector<DesignDay> days;
    for (std::size_t i = 0; i < kDesignDays.size(); ++i) {
      DesignDay day{.exceeded_frac = kDesignDays[i]};
      if (!parse(word[std::ptrdiff_t(3 + 2 * i)], day.dry_bulb_c) || !parse(word[std::ptrdiff_t(9 + 2 * i)], day.wet_bulb_c)) return;
      const bool in_order = days.empty() || (day.dry_bulb_c <= days.back().dry_bulb_c && day.wet_bulb_c <= days.back().wet_bulb_c);
      if (!in_order || day.wet_bulb_c > day.dry_bulb_c || std::abs(day.dry_bulb_c) > 60) return;
      days.push_back(day);
    }
    year_.design_days = std::move(days);
  }

  // After the word Extremes: three wind speeds, highest wet bulb, mean of annual lowest and highest dry bulb, their
  // standard deviations, then lowest and highest of 5, 10, 20 and 50 years [EPW Data Dictionary]. Editions differ, so
  // the figures are taken only where mean, deviation and n-year values agree.
  void design_conditions() {
    const auto f = fields_of(lines_[1]);
    design_days(f);
    const auto word = std::ranges::find(f, std::string_view("Extremes"));
    if (f.end() - word <= std::ptrdiff_t(kExtremes)) return;
    std::array<double, kExtremes + 1> value{};
    for (std::size_t i = kFirstDryBulb; i <= kExtremes; ++i)
      if (!parse(word[std::ptrdiff_t(i)], value[i])) return;
    const double mean = value[6], deviation = value[8];
    for (std::size_t n = 0; n < kReturnFactors.size(); ++n)
      if (!(std::abs(mean + kReturnFactors[n] * deviation - value[10 + 2 * n]) <= kExtremesToleranceK)) return;
    year_.extremes.dry_bulb_mean = Temperature::celsius(mean), year_.extremes.dry_bulb_std = deviation * unit::K;
    double wet_bulb = 0;
    if (!parse(word[std::ptrdiff_t(kHighestWetBulb)], wet_bulb)) return;
    if (wet_bulb > 0 && wet_bulb < mean)
      year_.extremes.wet_bulb_record = Temperature::celsius(wet_bulb);
    else
      year_.notes.push_back(fmt::format("the header's highest wet bulb of {} C is not used: the annual highest dry bulb is {} C on average",
                                        word[std::ptrdiff_t(kHighestWetBulb)], mean));
  }

  bool location() {
    const auto f = fields_of(lines_[0]);
    if (f.size() < 10) {
      problem("GW1202", 1, 1, fmt::format("LOCATION has {} fields, 10 expected", f.size()));
      return false;
    }
    year_.city = printable(f[1]), year_.region = printable(f[2]), year_.country = printable(f[3]);
    year_.data_source = printable(f[4]), year_.wmo = printable(f[5]);
    struct {
      const char* name;
      double min, max;
      double* value;
    } const numbers[] = {{"latitude", -90, 90, &year_.latitude_deg},
                         {"longitude", -180, 180, &year_.longitude_deg},
                         {"time zone", -12, 14, &year_.time_zone_h},
                         {"elevation", -1000, 9999.9, &year_.elevation_m}};
    bool good = true;
    for (int i = 0; i < 4; ++i) {
      const auto& n = numbers[i];
      if (parse(f[6 + i], *n.value) && *n.value >= n.min && *n.value <= n.max) continue;
      problem("GW1202", 1, int(f[6 + i].data() - lines_[0].data()) + 1,
              fmt::format("LOCATION: {} '{}' is no number from {} to {}", n.name, printable(f[6 + i]), n.min,
                          n.max));
      good = false;
    }
    return good;
  }

  bool data_periods() {
    const auto f = fields_of(lines_[kHeaderLines - 1]);
    double periods = 0, per_hour = 0;
    if (f.size() < 3 || !parse(f[1], periods) || !parse(f[2], per_hour)) {
      problem("GW1202", kHeaderLines, 1,
              "DATA PERIODS must give the number of periods and of records per hour");
      return false;
    }
    if (periods != 1)
      problem("GW1202", kHeaderLines, 1, fmt::format("{} data periods; one whole year is expected", periods));
    const bool divides = per_hour >= 1 && per_hour <= 60 && std::fmod(60.0, per_hour) == 0;
    if (!divides)
      problem("GW1202", kHeaderLines, 1,
              fmt::format("{} records per hour; a divisor of 60 is expected", per_hour));
    else
      per_hour_ = int(per_hour);
    // Name or day of the week between; then first and last day, "1/1" and "12/31".
    if (f.size() >= 7 && !(is_day(f[5], {"1/1", "01/01"}) && is_day(f[6], {"12/31"})))
      year_.notes.push_back(fmt::format("DATA PERIODS names {} to {}, and the rows are those of a whole year",
                                        printable(f[5]), printable(f[6])));
    return periods == 1 && divides;
  }

  static bool is_day(std::string_view text, std::initializer_list<std::string_view> spellings) {
    std::string plain(text);
    std::erase(plain, ' ');
    return plain.empty() || std::ranges::find(spellings, plain) != spellings.end();
  }

  // Records of one hour are one value: the mean of those that are there (of radiation too, which is a rate
  // over the interval).
  void average() {
    if (per_hour_ == 1) return;
    for (const Column& column : kColumns) {
      std::vector<double>& v = year_.*column.values;
      std::vector<double> hourly(v.size() / std::size_t(per_hour_));
      for (std::size_t h = 0; h < hourly.size(); ++h) {
        double sum = 0, known = 0;
        for (int k = 0; k < per_hour_; ++k)
          if (const double value = v[h * std::size_t(per_hour_) + std::size_t(k)]; !std::isnan(value))
            sum += value, ++known;
        hourly[h] = known > 0 ? sum / known : std::nan("");
      }
      v = std::move(hourly);
    }
    year_.notes.push_back(fmt::format("{} records an hour averaged", per_hour_));
  }

  void make_sense() {
    if (const int unknown = derive_missing(year_); unknown > 0)
      problem("GW1205", 0, 0,
              fmt::format("neither relative humidity nor dew point is known in {} h", unknown));
    for (std::string& sentence : contradictions(year_)) year_.notes.push_back(std::move(sentence));
  }

  void rows() {
    const int rows = int(lines_.size()) - kHeaderLines;
    for (const Column& column : kColumns) (year_.*column.values).reserve(std::max(rows, 0));
    leap_ = rows > kHoursPerYear * per_hour_;
    for (int row = 0; row < rows; ++row) read_row(row);
    if (rows != kHoursPerYear * per_hour_ && rows != kHoursPerLeapYear * per_hour_)
      problem("GW1203", int(lines_.size()), 0,
              fmt::format("{} rows; {} expected ({} in a leap year){}", rows, kHoursPerYear * per_hour_,
                          kHoursPerLeapYear * per_hour_,
                          rows >= kHoursPerYear * per_hour_ ? ""
                          : jumps_ > 0                      ? ": rows are missing"
                                                            : ": the file is truncated"));
    if (rows == kHoursPerLeapYear * per_hour_ && !seen_29_february_)
      problem("GW1206", 0, 0, "8784 rows, but no 29 February among them");
  }

  void read_row(int row) {
    const int line = row + kHeaderLines + 1;
    const std::string_view text = lines_[line - 1];
    const auto f = fields_of(text);
    if (int(f.size()) < kColumnsNeeded) {
      problem("GW1204", line, 1, fmt::format("row {} has {} columns; an EPW row has 35", row + 1, f.size()));
      for (const Column& column : kColumns) (year_.*column.values).push_back(std::nan(""));
      advance();
      return;
    }
    check_order(row, line, f);
    for (const Column& column : kColumns) {
      const std::string_view cell = f[column.number - 1];
      double value = 0;
      const bool number = parse(cell, value);
      if (number && is_missing(column, value)) {
        value = std::nan("");
      } else if (!number || value < column.min || value > column.max) {
        problem(
            "GW1204", line, int(cell.data() - text.data()) + 1,
            fmt::format("row {}, column {} ({}): '{}' is no number from {} to {} {}", row + 1, column.number,
                        column.name, printable(cell.substr(0, 20)), column.min, column.max, column.unit));
        value = column.min;  // not a gap: the file is refused anyway
      }
      (year_.*column.values).push_back(value * column.factor);
    }
  }

  /// Rows must be the hours of one year in order. After a jump the count goes on from the row found, so that
  /// one missing hour is one message.
  void check_order(int row, int line, const std::vector<std::string_view>& f) {
    double month = 0, day = 0, hour = 0, year = 0;
    if (!parse(f[0], year) || !parse(f[1], month) || !parse(f[2], day) || !parse(f[3], hour)) {
      problem("GW1204", line, 1,
              fmt::format("row {}: columns 1 to 4 must be year, month, day, hour", row + 1));
      return advance();
    }
    const bool calendar_year = year >= 1 && year <= 9999;  // converting anything else to int may be undefined
    seen_29_february_ |= month == 2 && day == 29 && calendar_year && is_leap(int(year));
    if (month != month_ || day != day_ || hour != hour_) {
      const bool valid = month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour >= 1 && hour <= 24;
      ++jumps_;
      problem("GW1206", line, 1,
              fmt::format("row {} is month {}, day {}, hour {}; month {}, day {}, hour {} expected", row + 1,
                          month, day, hour, month_, day_, hour_));
      if (valid) month_ = int(month), day_ = int(day), hour_ = int(hour);
    }
    advance();
  }

  void advance() {
    if (++record_ < per_hour_) return;
    record_ = 0;
    if (++hour_ <= 24) return;
    hour_ = 1;
    const std::int64_t next = days_since_epoch({leap_ ? 2000 : 2001, month_, day_}) + 1;
    const Date date = date_from_days(next);
    month_ = date.month, day_ = date.day;
  }

  /// Every year has 8,760 hours from here on, as the rest of the program does.
  void drop_29_february() {
    for (const Column& column : kColumns) {
      std::vector<double>& v = year_.*column.values;
      if (int(v.size()) < kHoursPerLeapYear) return;  // truncated: refused already
      v.erase(v.begin() + kFirstHourOf29February, v.begin() + kFirstHourOf29February + 24);
    }
    year_.notes.push_back("29 February of the weather file is left out: a year has 8,760 hours");
  }

  /// Where the dry bulb is a guess, humidity goes by the dew point: air keeps its moisture, not its saturation.
  void humidity_of_guessed() {
    for (const std::size_t h : guessed_)
      if (!std::isnan(year_.dew_point_c[h]))
        year_.relative_humidity_frac[h] = relative_humidity_of(year_.dry_bulb_c[h], year_.dew_point_c[h]);
  }

  /// Linear between the neighbours; at either end of the year the nearest value is held.
  void fill_gaps(const Column& column) {
    std::vector<double>& v = year_.*column.values;
    const int n = int(v.size());
    int filled = 0;
    for (int i = 0; i < n; ++i) {
      if (!std::isnan(v[i])) continue;
      int end = i;
      while (end < n && std::isnan(v[end])) ++end;
      const int gap = end - i;
      const bool derived =
          column.values != &WeatherYear::dry_bulb_c;  // by the rest of the file (epw_sense.h)
      if ((gap > kLongestGapHours || gap == n) && derived) {
        i = end;
        continue;
      }
      if (gap > kLongestGapHours || gap == n) {
        problem("GW1205", i * per_hour_ + kHeaderLines + 1, 0,
                fmt::format("column {} ({}): {} hours missing from row {}; at most {} are interpolated",
                            column.number, column.name, gap, i * per_hour_ + 1, kLongestGapHours));
      } else {
        const double before = i > 0 ? v[i - 1] : v[end], after = end < n ? v[end] : v[i - 1];
        for (int k = 0; k < gap; ++k) v[i + k] = before + (after - before) * (k + 1) / (gap + 1);
        if (!derived)
          for (int k = 0; k < gap; ++k) guessed_.push_back(std::size_t(i + k));
        filled += gap;
      }
      i = end;
    }
    if (column.values == &WeatherYear::dry_bulb_c && filled > kMostGuessedFrac * n)
      return problem("GW1205", 0, 0,
                     fmt::format("{} of {} hours of {} are missing; at most a tenth may be guessed", filled, n, column.name));
    if (filled > 0)
      year_.notes.push_back(
          fmt::format("{} missing {} {} interpolated", filled, column.name, filled == 1 ? "hour" : "hours"));
  }

  WeatherYear year_;
  std::string text_;
  std::vector<std::string_view> lines_;
  Diagnostics problems_;
  int count_ = 0, hidden_ = 0;
  int month_ = 1, day_ = 1, hour_ = 1;  ///< expected next
  std::vector<std::size_t> guessed_;  ///< hours whose dry bulb is interpolated
  int per_hour_ = 1, record_ = 0, jumps_ = 0;
  bool leap_ = false, seen_29_february_ = false;
};

}  // namespace

Result<WeatherYear> parse_epw(std::string text, const std::string& path) {
  if (text.size() > kLargestFileBytes) return unreadable(path, "larger than 64 MiB, which no EPW file is");
  return Reader(std::move(text), path).run();
}

Result<WeatherYear> read_epw(const std::string& path) {
  std::string problem;
  std::string text = read_file(path, problem, kLargestFileBytes);
  return problem.empty() ? parse_epw(std::move(text), path) : Result<WeatherYear>(unreadable(path, problem));
}

}  // namespace gw::catalog
