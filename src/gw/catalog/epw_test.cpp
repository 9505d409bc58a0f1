#include "gw/catalog/epw.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>

#include "gw/catalog/epw_sense.h"
#include "gw/units/calendar.h"

namespace {

namespace fs = std::filesystem;
using gw::catalog::read_epw;

/// A synthetic EPW: `change` may edit any cell (row from 0, cells by column number - 1).
struct Synthetic {
  int rows = 8760;
  bool leap = false;
  bool twice = false;  ///< two records an hour
  std::string location = "LOCATION,Testville,TS,USA,Synthetic,999999,40.00,-83.00,-5.0,250.0";
  std::string design = "DESIGN CONDITIONS,0";
  std::string periods = "DATA PERIODS,1,1,Data,Sunday, 1/ 1,12/31";
  std::function<void(int, std::vector<std::string>&)> change = [](int, auto&) {};
  std::string end_of_line = "\r\n";

  std::string text() const {
    std::string out;
    for (const std::string& line :
         {location, design, std::string("TYPICAL/EXTREME PERIODS,0"),
          std::string("GROUND TEMPERATURES,0"), std::string("HOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0"),
          std::string("COMMENTS 1,none"), std::string("COMMENTS 2,none"), periods})
      out += line + end_of_line;
    const auto first = gw::days_since_epoch({leap ? 2020 : 2021, 1, 1});
    for (int row = 0; row < rows * (twice ? 2 : 1); ++row) {
      const int hour = twice ? row / 2 : row;
      const gw::Date date = gw::date_from_days(first + hour / 24);
      std::vector<std::string> cells(35, "0");
      cells[0] = std::to_string(date.year), cells[1] = std::to_string(date.month),
      cells[2] = std::to_string(date.day);
      cells[3] = std::to_string(hour % 24 + 1);
      cells[6] = fmt::format("{:.1f}", 10 + 10 * std::sin(row * 0.001));
      cells[7] = fmt::format("{:.1f}", gw::catalog::dew_point_of(10 + 10 * std::sin(row * 0.001), 0.5)),
      cells[8] = "50", cells[9] = "98000", cells[21] = "3.5";
      change(row, cells);
      for (std::size_t i = 0; i < cells.size(); ++i) out += (i ? "," : "") + cells[i];
      out += end_of_line;
    }
    return out;
  }
};

struct Folder {
  fs::path path =
      fs::temp_directory_path() / fmt::format("gw_epw_test_{}", reinterpret_cast<std::uintptr_t>(this));
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
  std::string write(const std::string& text) const {
    std::ofstream(path / "a.epw", std::ios::binary) << text;
    return (path / "a.epw").string();
  }
};

int count(const gw::Diagnostics& diagnostics, const std::string& code) {
  return int(std::count_if(diagnostics.list().begin(), diagnostics.list().end(),
                           [&](const auto& d) { return d.code == code; }));
}

}  // namespace

TEST_CASE("a whole synthetic year is read") {
  Folder folder;
  const auto year = read_epw(folder.write(Synthetic{}.text()));
  REQUIRE(year);
  CHECK(year->hours() == 8760);
  CHECK(year->city == "Testville");
  CHECK(year->latitude_deg == 40.0);
  CHECK(year->elevation_m == 250.0);
  CHECK(year->relative_humidity_frac[17] == doctest::Approx(0.5));
  CHECK(year->pressure_pa[8759] == 98000);
  CHECK(year->wind_speed_m_per_s[3] == 3.5);
  CHECK(year->notes.empty());
}

TEST_CASE("line ends, byte-order mark and trailing blank lines do not matter") {
  Folder folder;
  Synthetic file;
  file.end_of_line = "\n";
  CHECK(read_epw(folder.write("\xEF\xBB\xBF" + file.text() + "\n\n")));
}

TEST_CASE("names in Latin-1 come out as UTF-8") {
  Folder folder;
  Synthetic file;
  file.location =
      "LOCATION,Orl\xE9"
      "ans,TS,FRA,Synthetic,999999,40.00,-83.00,-5.0,250.0";
  const auto year = read_epw(folder.write(file.text()));
  REQUIRE(year);
  CHECK(year->city ==
        "Orl\xC3\xA9"
        "ans");
}

TEST_CASE("names in UTF-8 stay as they are") {
  Folder folder;
  Synthetic file;
  file.location = "LOCATION,Krak\xC3\xB3w,TS,POL,Synthetic,999999,50.00,20.00,1.0,237.0";
  const auto year = read_epw(folder.write(file.text()));
  REQUIRE(year);
  CHECK(year->city == "Krak\xC3\xB3w");
}

TEST_CASE("an actual leap year loses 29 February, so that every year has 8760 hours") {
  Folder folder;
  Synthetic file;
  file.rows = 8784, file.leap = true;
  file.change = [](int row, auto& cells) { cells[21] = fmt::format("{}", row / 24 % 50); };
  const auto year = read_epw(folder.write(file.text()));
  REQUIRE(year);
  CHECK(year->hours() == 8760);
  for (const auto* column : {&year->wind_speed_m_per_s, &year->pressure_pa, &year->global_horizontal_wh_per_m2})
    CHECK(column->size() == 8760);
  CHECK(year->wind_speed_m_per_s[58 * 24 + 23] == 58 % 50);
  CHECK(year->wind_speed_m_per_s[59 * 24] == 60 % 50);  // 1 March follows 28 February
  CHECK(year->wind_speed_m_per_s[8759] == 365 % 50);
  CHECK(count(year.diagnostics, "GW1207") == 1);
  file.leap = false;  // 8784 rows that run into a next January
  const auto wrong = read_epw(folder.write(file.text()));
  CHECK_FALSE(wrong);
  CHECK(count(wrong.diagnostics, "GW1206") >= 1);
}

TEST_CASE("short gaps are interpolated and noted, long ones refused") {
  Folder folder;
  Synthetic file;
  int length = 6;
  file.change = [&](int row, auto& cells) {
    if (row == 99) cells[6] = "10.0";
    if (row >= 100 && row < 100 + length) cells[6] = "99.9";
    if (row == 100 + length) cells[6] = "17.0";
    if (row < 2) cells[8] = "999";  // at the start: the nearest value is held
  };
  const auto year = read_epw(folder.write(file.text()));
  REQUIRE(year);
  for (int k = 0; k < 6; ++k) CHECK(year->dry_bulb_c[100 + k] == doctest::Approx(11.0 + k));
  CHECK(year->relative_humidity_frac[0] == doctest::Approx(0.5));
  REQUIRE(year->notes.size() == 2);
  CHECK(year->notes[0] == "6 missing dry bulb hours interpolated");
  REQUIRE(year.diagnostics.list().size() == 2);  // and the user is told
  CHECK(year.diagnostics.list()[0].severity == gw::Severity::warning);
  CHECK(year.diagnostics.list()[0].code == "GW1207");
  length = 7;
  const auto refused = read_epw(folder.write(file.text()));
  CHECK_FALSE(refused);
  REQUIRE(count(refused.diagnostics, "GW1205") == 1);
  CHECK(refused.diagnostics.list()[0].message.find("7 hours missing from row 101") != std::string::npos);
}

TEST_CASE("a column without any value is one error, not a crash") {
  Folder folder;
  Synthetic file;
  file.change = [](int, auto& cells) { cells[6] = "99.9"; };
  CHECK(count(read_epw(folder.write(file.text())).diagnostics, "GW1205") == 1);
  file.change = [](int, auto& cells) { cells[7] = "99.9", cells[8] = "999"; };
  const auto dry = read_epw(folder.write(file.text()));
  CHECK_FALSE(dry);
  CHECK(dry.diagnostics.list()[0].message.find(
            "neither relative humidity nor dew point is known in 8760 h") != std::string::npos);
}

TEST_CASE("what a file lacks comes from the rest of it, and is said") {
  Folder folder;
  Synthetic file;
  file.change = [](int row, auto& cells) {
    cells[9] = "999999";  // pressure
    if (row < 4000)
      cells[7] = "99.9";
    else
      cells[8] = "999";  // dew point, then humidity
    for (int c : {13, 14, 15}) cells[c] = "9999";
    if (row >= 100 && row < 200) cells[21] = "999";
  };
  const auto year = read_epw(folder.write(file.text()));
  REQUIRE(year);
  CHECK(year->pressure_pa[0] == doctest::Approx(gw::catalog::standard_pressure_pa(250)));
  CHECK(year->relative_humidity_frac[5000] == doctest::Approx(0.5).epsilon(0.01));  // dew points to 0.1 K
  CHECK(year->dew_point_c[10] == doctest::Approx(gw::catalog::dew_point_of(year->dry_bulb_c[10], 0.5)));
  CHECK(year->radiation_missing_hours == 8760);
  CHECK(year->wind_missing_hours == 100);
  CHECK(year->notes.size() == 5);
}

TEST_CASE("standard atmosphere and humidity against tables") {
  // ASHRAE Handbook - Fundamentals, ch. 1, table 1: 95.461 kPa at 500 m, 70.108 at 3,000 m. Dew point of 20 C
  // at 50 %: 9.3 C (chart).
  CHECK(gw::catalog::standard_pressure_pa(500) == doctest::Approx(95461).epsilon(1e-4));
  CHECK(gw::catalog::standard_pressure_pa(3000) == doctest::Approx(70108).epsilon(1e-3));
  CHECK(gw::catalog::dew_point_of(20, 0.5) == doctest::Approx(9.27).epsilon(0.01));
  CHECK(gw::catalog::relative_humidity_of(20, gw::catalog::dew_point_of(20, 0.37)) == doctest::Approx(0.37));
}

TEST_CASE("contradictions are warnings, each with its figure") {
  Folder folder;
  const auto notes = [&](const Synthetic& file) {
    const auto year = read_epw(folder.write(file.text()));
    REQUIRE(year);
    std::string all;
    for (const std::string& note : year->notes) all += note + "\n";
    return all;
  };
  Synthetic file;
  CHECK(notes(file) == "");
  file.change = [](int, auto& cells) { cells[7] = "25.0"; };
  CHECK(notes(file).find("dew point is above the dry bulb in 8760 h") != std::string::npos);
  file.change = [](int, auto& cells) { cells[8] = "100", cells[7] = "-40"; };
  CHECK(notes(file).find("disagree") != std::string::npos);
  file = {};
  file.location = "LOCATION,Testville,TS,USA,Synthetic,999999,40.00,83.00,-5.0,250.0";
  CHECK(notes(file).find("longitude 83 does not go with time zone -5") != std::string::npos);
  file.location = "LOCATION,Testville,TS,USA,Synthetic,999999,40.00,-83.00,-5.0,2500.0";
  CHECK(notes(file).find("does not go with an elevation of 2500 m") != std::string::npos);
  file = {};
  file.periods = "DATA PERIODS,1,1,Data,Sunday, 1/ 1, 6/30";
  CHECK(notes(file).find("names 1/ 1 to 6/30") != std::string::npos);
}

TEST_CASE("records of part of an hour are averaged") {
  Folder folder;
  Synthetic file;
  file.periods = "DATA PERIODS,1,2,Data,Sunday, 1/ 1,12/31";
  file.twice = true;
  file.change = [](int row, auto& cells) {
    cells[6] = row % 2 ? "12.0" : "10.0";
    cells[7] = "0.0";
  };
  const auto year = read_epw(folder.write(file.text()));
  REQUIRE_MESSAGE(year, year.diagnostics.render());
  CHECK(year->hours() == 8760);
  CHECK(year->dry_bulb_c[17] == doctest::Approx(11));
  CHECK(year->notes[0] == "2 records an hour averaged");
}

TEST_CASE("a missing hour in the middle is named where it is") {
  Folder folder;
  std::string text = Synthetic{}.text();
  std::size_t at = 0;
  for (int line = 0; line < 8 + 500; ++line) at = text.find('\n', at) + 1;
  text.erase(at, text.find('\n', at) + 1 - at);
  const auto year = read_epw(folder.write(text));
  CHECK_FALSE(year);
  CHECK(year.diagnostics.list()[0].message.find("row 501 is") == 0);
  CHECK(year.diagnostics.list()[1].message.find("rows are missing") != std::string::npos);
}

TEST_CASE("bad values are named by row and column, all of them up to a cap") {
  Folder folder;
  Synthetic file;
  file.change = [](int row, auto& cells) {
    if (row == 10) cells[6] = "abc";
    if (row == 20) cells[8] = "111";
    if (row == 30) cells[9] = "30999";
    if (row == 40) cells[13] = "-1";
    if (row == 50) cells[21] = "nan";
  };
  const auto bad = read_epw(folder.write(file.text()));
  CHECK_FALSE(bad);
  CHECK(count(bad.diagnostics, "GW1204") == 5);
  const auto& first = bad.diagnostics.list()[0];
  CHECK(first.where.line == 19);
  CHECK(first.message == "row 11, column 7 (dry bulb): 'abc' is no number from -70 to 70 C");
  CHECK(first.source_line.substr(first.where.column - 1, 3) == "abc");
  file.change = [](int, auto& cells) { cells[6] = "-273"; };
  const auto all = read_epw(folder.write(file.text()));
  CHECK(all.diagnostics.list().size() == 21);
  CHECK(all.diagnostics.list().back().message == "and 8740 more problems in this file");
}

TEST_CASE("a value above the missing code is a bad value, not a missing one; radiation has no upper limit") {
  Folder folder;
  Synthetic file;
  file.change = [](int row, auto& cells) {
    if (row == 10) cells[6] = "400";
    if (row == 20) cells[21] = "1000";
    if (row == 30) cells[9] = "1e7";
  };
  const auto bad = read_epw(folder.write(file.text()));
  CHECK_FALSE(bad);
  REQUIRE(count(bad.diagnostics, "GW1204") == 3);
  CHECK(bad.diagnostics.list()[0].where.line == 19);
  CHECK(bad.diagnostics.list()[0].where.column > 1);
  file.change = [](int row, auto& cells) {
    if (row == 10) cells[13] = "9999", cells[14] = "99999";
  };
  CHECK(read_epw(folder.write(file.text())));
}

TEST_CASE("a year beyond every calendar is no crash") {
  Folder folder;
  Synthetic file;
  file.change = [](int row, auto& cells) {
    if (cells[1] == "2" && row % 24 == 0) cells[0] = "1e300", cells[2] = "29";
  };
  CHECK(count(read_epw(folder.write(file.text())).diagnostics, "GW1206") > 0);
}

TEST_CASE("relative humidity up to 110 % is accepted as the dictionary does") {
  Folder folder;
  Synthetic file;
  file.change = [](int row, auto& cells) {
    if (row == 5) cells[8] = "110";
  };
  CHECK(read_epw(folder.write(file.text())));
}

TEST_CASE("a truncated file says so") {
  Folder folder;
  const std::string text = Synthetic{}.text();
  const auto cut = read_epw(folder.write(text.substr(0, text.size() / 2)));
  CHECK_FALSE(cut);
  REQUIRE(count(cut.diagnostics, "GW1203") == 1);
  CHECK(cut.diagnostics.list()[0].message.find("the file is truncated") != std::string::npos);
  const auto header_only = read_epw(folder.write(text.substr(0, 200)));
  CHECK(count(header_only.diagnostics, "GW1202") == 1);
  Synthetic longer;
  longer.rows = 8761;
  CHECK(count(read_epw(folder.write(longer.text())).diagnostics, "GW1203") == 1);
}

TEST_CASE("hours out of order: one message per jump") {
  Folder folder;
  Synthetic file;
  file.change = [](int row, auto& cells) {
    if (row == 30) cells[3] = "12";
  };  // 2 January hour 7 -> 12
  const auto swapped = read_epw(folder.write(file.text()));
  CHECK_FALSE(swapped);
  CHECK(count(swapped.diagnostics, "GW1206") == 2);  // the jump and the return
  CHECK(swapped.diagnostics.list()[0].message ==
        "row 31 is month 1, day 2, hour 12; month 1, day 2, hour 7 expected");
}

TEST_CASE("what is not an EPW file is told apart") {
  Folder folder;
  const auto message = [&](const std::string& text) {
    const auto r = read_epw(folder.write(text));
    REQUIRE_FALSE(r);
    REQUIRE(r.diagnostics.list().size() == 1);
    CHECK(r.diagnostics.list()[0].code == "GW1202");
    return r.diagnostics.list()[0].message;
  };
  CHECK(message("").find("the file is empty") != std::string::npos);
  CHECK(message("<!DOCTYPE html>\n<html>404</html>\n").find("web page") != std::string::npos);
  CHECK(message("a,b,c\n1,2,3\n").find("its first line begins 'a,b,c'") != std::string::npos);
  CHECK(message(std::string("PK\x03\x04", 4)).find("zip archive") != std::string::npos);
  CHECK(message(std::string("\0\1\2\3\n\0", 6)).find("binary") != std::string::npos);
  Synthetic file;
  file.periods = "DATA PERIODS,1,7,Data,Sunday, 1/ 1,12/31";
  CHECK(message(file.text()).find("7 records per hour") != std::string::npos);
  file = {};
  file.location = "LOCATION,Testville,TS,USA,Synthetic,999999,140.00,-83.00,-5.0,250.0";
  CHECK(message(file.text()).find("latitude '140.00' is no number from -90 to 90") != std::string::npos);
  file.location = "LOCATION,Testville";
  CHECK(message(file.text()).find("LOCATION has 2 fields") != std::string::npos);
}

TEST_CASE("a missing file and a directory") {
  Folder folder;
  const auto missing = read_epw((folder.path / "none.epw").string());
  REQUIRE_FALSE(missing);
  CHECK(missing.diagnostics.list()[0].code == "GW1201");
  CHECK(missing.diagnostics.list()[0].message.find("No such file") != std::string::npos);
  const auto directory = read_epw(folder.path.string());
  REQUIRE_FALSE(directory);
  CHECK(directory.diagnostics.list()[0].message.find("Is a directory") != std::string::npos);
}

TEST_CASE("real typical years are read whole") {
  const fs::path folder = fs::path(GW_SHARED_DATA_DIR) / "weather";
  if (!fs::is_directory(folder)) {
    MESSAGE("skipped: no weather files in " << folder.string());
    return;
  }
  int files = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != ".epw") continue;
    ++files;
    const auto year = read_epw(entry.path().string());
    INFO(entry.path().string() << "\n" << year.diagnostics.render());
    REQUIRE(year);
    CHECK(year->hours() == 8760);
    const auto [coldest, hottest] = std::minmax_element(year->dry_bulb_c.begin(), year->dry_bulb_c.end());
    CHECK(*coldest > -35);
    CHECK(*hottest > 30);
    CHECK(*hottest < 50);
    CHECK(std::none_of(year->pressure_pa.begin(), year->pressure_pa.end(),
                       [](double p) { return std::isnan(p); }));
    // Sunlight is above zero on a third to a half of the hours, so no column was mistaken for another.
    const auto sunny = std::count_if(year->global_horizontal_wh_per_m2.begin(),
                                     year->global_horizontal_wh_per_m2.end(), [](double g) { return g > 0; });
    CHECK(sunny > 3800);
    CHECK(sunny < 5000);
  }
  CHECK(files == 7);
}

TEST_CASE("annual extremes of the header are read where they are whole and agree with its n-year values") {
  const auto extremes = [](const std::string& figures) {
    Synthetic file;
    file.design = "DESIGN CONDITIONS,1,Climate Design Data 2009 ASHRAE Handbook,,Heating,1,-6.5,Cooling,8,11" + figures;
    const auto year = gw::catalog::parse_epw(file.text(), "a.epw");
    REQUIRE(year);
    return year->extremes;
  };
  const std::string start = ",Extremes,11.6,10.6,9.2,28.3,-9.1,39.7,3.6,1.9,-11.6,41.1,-13.7,42.3,-15.7,43.3,-18.3,";
  const auto whole = extremes(start + "44.7");
  REQUIRE(whole.dry_bulb_mean);
  CHECK(whole.dry_bulb_mean->in_celsius() == doctest::Approx(39.7));
  CHECK(whole.dry_bulb_std->base() == doctest::Approx(1.9));
  CHECK(whole.wet_bulb_record->in_celsius() == doctest::Approx(28.3));
  CHECK_FALSE(whole.wet_bulb_std);
  // One that is missing leaves the dry bulbs; one above every dry bulb is another figure.
  const auto blank = extremes(",Extremes,,,,,-9.1,39.7,3.6,1.9,-11.6,41.1,-13.7,42.3,-15.7,43.3,-18.3,44.7");
  CHECK(blank.dry_bulb_mean);
  CHECK_FALSE(blank.wet_bulb_record);
  CHECK_FALSE(extremes(",Extremes,11.6,10.6,9.2,48.3,-9.1,39.7,3.6,1.9,-11.6,41.1,-13.7,42.3,-15.7,43.3,-18.3,44.7").wet_bulb_record);
  CHECK_FALSE(extremes(start + "46").dry_bulb_mean);  // another layout: 50 years do not follow from mean and deviation
  CHECK_FALSE(extremes(start).dry_bulb_mean);
  CHECK_FALSE(extremes(start + "n/a").dry_bulb_mean);
  CHECK_FALSE(extremes(",Extremes,11.6,10.6").dry_bulb_mean);
  CHECK_FALSE(extremes("").dry_bulb_mean);
  CHECK_FALSE(gw::catalog::parse_epw(Synthetic{}.text(), "a.epw")->extremes.dry_bulb_mean);
}
