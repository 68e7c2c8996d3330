#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace mjtwin {

/// Values that are costly to make, by key: the most recently used ones are kept, up to a sum of their weights
/// (bytes, say). May be shared between threads. What is handed out stays valid after it is forgotten here.
template <class Value>
class RecentlyUsed {
 public:
  using Weight = std::size_t (*)(const Value&);
  RecentlyUsed(std::size_t most, Weight weight) : state_(std::make_unique<State>(most, weight)) {}

  /// The value of a key, from make() where it is not known. Threads that ask for an unknown one at once all
  /// make it. A value that is too heavy by itself is not kept.
  template <class Make>
  [[nodiscard]] std::shared_ptr<const Value> get(const std::string& key, const Make& make) const {
    if (auto known = state_->find(key)) return known;
    auto made = std::make_shared<const Value>(make());
    state_->keep(key, made);
    return made;
  }

  [[nodiscard]] std::size_t size() const { return state_->entries.size(); }

 private:
  struct Entry {
    std::string key;
    std::shared_ptr<const Value> value;
    std::size_t weight;
  };
  struct State {
    State(std::size_t most_of_all, Weight weight_of) : most(most_of_all), weigh(weight_of) {}

    std::size_t most, kept = 0;
    Weight weigh;
    std::mutex mutex;
    std::list<Entry> entries;  // latest first
    std::unordered_map<std::string_view, typename std::list<Entry>::iterator> places;

    std::shared_ptr<const Value> find(const std::string& key) {
      const std::lock_guard lock(mutex);
      const auto place = places.find(key);
      if (place == places.end()) return nullptr;
      entries.splice(entries.begin(), entries, place->second);
      return place->second->value;
    }

    void keep(const std::string& key, const std::shared_ptr<const Value>& value) {
      const std::size_t weight = weigh(*value);
      const std::lock_guard lock(mutex);
      if (places.contains(key) || weight > most) return;
      entries.push_front({key, value, weight});
      places.emplace(entries.front().key, entries.begin());
      for (kept += weight; kept > most; entries.pop_back()) {
        kept -= entries.back().weight;
        places.erase(entries.back().key);
      }
    }
  };
  std::unique_ptr<State> state_;  // owners may move
};

}  // namespace mjtwin
