// Evaluates the arithmetic formulas that figures carry (recursive descent; the grammar is in figure.h).

#include <charconv>
#include <cmath>
#include <limits>

#include "gw/units/figure.h"

namespace gw {
namespace {

constexpr double kNotANumber = std::numeric_limits<double>::quiet_NaN();

class Formula {
 public:
  Formula(const std::string& text, const std::map<std::string, double>& values)
      : text_(text), values_(values) {}

  double value() {
    const double out = sum();
    skip_space();
    return at_ == text_.size() && !failed_ ? out : kNotANumber;
  }

 private:
  // Remembered, because a NaN can vanish on the way up: min(NaN, 1) is 1, and so is pow(NaN, 0).
  double fail() {
    failed_ = true;
    return kNotANumber;
  }
  double sum() {
    double out = product();
    for (;;) {
      if (take('+'))
        out += product();
      else if (take('-'))
        out -= product();
      else
        return out;
    }
  }
  double product() {
    double out = power();
    for (;;) {
      if (take('*'))
        out *= power();
      else if (take('/'))
        out /= power();
      else
        return out;
    }
  }
  double power() {
    if (take('-')) return -power();
    const double base = atom();
    return take('^') ? std::pow(base, power()) : base;
  }
  double atom() {
    if (take('(')) {
      const double out = sum();
      return take(')') ? out : fail();
    }
    skip_space();
    const char c = at_ < text_.size() ? text_[at_] : '\0';
    if (std::isdigit(static_cast<unsigned char>(c)) || c == '.') return number();
    return name();
  }
  double number() {
    double out = 0;
    const auto [stop, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), out);
    if (error != std::errc{}) return fail();
    at_ = std::size_t(stop - text_.data());
    return out;
  }
  double name() {
    std::string id;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) || text_[at_] == '_' ||
                                  text_[at_] == '.' || text_[at_] == '[' || text_[at_] == ']'))
      id += text_[at_++];
    if ((id == "min" || id == "max") && take('(')) return extremum(id == "min");
    if (id == "exp" && take('(')) {
      const double out = std::exp(sum());
      return take(')') ? out : fail();
    }
    const auto found = values_.find(id);
    return found == values_.end() ? fail() : found->second;
  }
  double extremum(bool smallest) {
    double out = sum();
    while (take(',')) {
      const double other = sum();
      out = smallest ? std::fmin(out, other) : std::fmax(out, other);
    }
    return take(')') ? out : fail();
  }
  void skip_space() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  bool take(char c) {
    skip_space();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  const std::string& text_;
  const std::map<std::string, double>& values_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

}  // namespace

double evaluate_formula(const std::string& formula, const std::map<std::string, double>& values) {
  return Formula(formula, values).value();
}

}  // namespace gw
