#include "gw/training/search_front.h"

#include <algorithm>

namespace gw::training {
namespace {

bool same(const Candidate& a, const Candidate& b) {
  return a.value == b.value && a.time == b.time && a.memory == b.memory;
}

bool not_worse(const Candidate& a, const Candidate& b) {
  return a.time <= b.time && a.memory <= b.memory && a.joules_per_token <= b.joules_per_token;
}

// Not worse anywhere, and better somewhere or found first.
bool beats(const Candidate& a, const Candidate& b) {
  return not_worse(a, b) && (!not_worse(b, a) || a.order < b.order);
}

}  // namespace

bool better(const Candidate& a, const Candidate& b) {
  if (a.value != b.value) return a.value < b.value;
  if (a.time != b.time) return a.time < b.time;
  if (a.memory != b.memory) return a.memory < b.memory;
  return a.order < b.order;
}

void BestFew::add(const Candidate& candidate) {
  if (limit_ == 0 || (list_.size() == limit_ && !better(candidate, list_.back()))) return;
  const auto place = std::lower_bound(list_.begin(), list_.end(), candidate, better);
  if (place != list_.begin() && same(*(place - 1), candidate)) return;
  if (place != list_.end() && same(*place, candidate)) {
    *place = candidate;
    return;
  }
  list_.insert(place, candidate);
  if (list_.size() > limit_) list_.pop_back();
}

void Front::add(const Candidate& candidate) {
  // Neighbours in the enumeration are alike: what beat the last one stands first.
  for (std::size_t i = 0; i < list_.size(); ++i) {
    if (!beats(list_[i], candidate)) continue;
    if (i > 0) std::swap(list_[i], list_[i / 2]);
    return;
  }
  std::erase_if(list_, [&](const Candidate& old) { return beats(candidate, old); });
  list_.push_back(candidate);
}

std::vector<Candidate> Front::sorted() const {
  std::vector<Candidate> out = list_;
  std::sort(out.begin(), out.end(), [](const Candidate& a, const Candidate& b) {
    if (a.time != b.time) return a.time < b.time;
    return a.memory != b.memory ? a.memory < b.memory : a.order < b.order;
  });
  return out;
}

}  // namespace gw::training
