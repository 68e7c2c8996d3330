#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace mjtwin {

/// Values that are costly to make, by key: the most recently used ones are kept. May be shared between
/// threads. What is handed out stays valid after it is forgotten here.
template <class Value>
class RecentlyUsed {
 public:
  explicit RecentlyUsed(std::size_t most) : state_(std::make_unique<State>()) { state_->most = most; }

  /// The value of a key, from make() where it is not known. Threads that ask for an unknown one at once all
  /// make it.
  template <class Make>
  [[nodiscard]] std::shared_ptr<const Value> get(const std::string& key, const Make& make) const {
    if (auto known = state_->find(key)) return known;
    auto made = std::make_shared<const Value>(make());
    state_->keep(key, made);
    return made;
  }

  [[nodiscard]] std::size_t size() const { return state_->entries.size(); }

 private:
  using Entry = std::pair<std::string, std::shared_ptr<const Value>>;
  struct State {
    std::size_t most = 0;
    std::mutex mutex;
    std::list<Entry> entries;  // latest first
    std::unordered_map<std::string_view, typename std::list<Entry>::iterator> places;

    std::shared_ptr<const Value> find(const std::string& key) {
      const std::lock_guard lock(mutex);
      const auto place = places.find(key);
      if (place == places.end()) return nullptr;
      entries.splice(entries.begin(), entries, place->second);
      return place->second->second;
    }

    void keep(const std::string& key, const std::shared_ptr<const Value>& value) {
      const std::lock_guard lock(mutex);
      if (places.contains(key)) return;
      entries.emplace_front(key, value);
      places.emplace(entries.front().first, entries.begin());
      if (entries.size() <= most) return;
      places.erase(entries.back().first);
      entries.pop_back();
    }
  };
  std::unique_ptr<State> state_;  // owners may move
};

}  // namespace mjtwin
