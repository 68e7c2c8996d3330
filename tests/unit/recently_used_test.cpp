#include "sim/core/recently_used.h"

#include <catch2/catch.hpp>
#include <thread>
#include <vector>

using mjtwin::RecentlyUsed;

namespace {

std::size_t one(const int&) {
  return 1;
}
std::size_t length(const std::string& text) {
  return text.size();
}

}  // namespace

TEST_CASE("A value is made once while it is among the most recently used") {
  const RecentlyUsed<int> kept(2, one);
  int made = 0;
  const auto get = [&](const std::string& key) { return *kept.get(key, [&] { return ++made; }); };
  CHECK(get("a") == 1);
  CHECK(get("b") == 2);
  CHECK(get("a") == 1);
  CHECK(get("c") == 3);  // b goes: a was asked for since
  CHECK(kept.size() == 2);
  CHECK(get("a") == 1);
  CHECK(get("b") == 4);
}

TEST_CASE("A value that is forgotten stays with whoever has it") {
  const RecentlyUsed<std::string> kept(8, length);
  const auto first = kept.get("a", [] { return std::string("first"); });
  const auto second = kept.get("b", [] { return std::string("second"); });
  CHECK(*first == "first");
  CHECK(*second == "second");
}

TEST_CASE("A value that cannot be made is not kept") {
  const RecentlyUsed<int> kept(2, one);
  CHECK_THROWS_AS(kept.get("a", []() -> int { throw std::runtime_error("no"); }), std::runtime_error);
  CHECK(kept.size() == 0);
  CHECK(*kept.get("a", [] { return 7; }) == 7);
}

TEST_CASE("Threads share what is kept") {
  const RecentlyUsed<int> kept(8, one);
  std::vector<std::thread> threads;
  std::vector<int> wrong(4, 0);
  for (int& mine : wrong)
    threads.emplace_back([&] {
      for (int i = 0; i < 2000; ++i)
        mine += *kept.get(std::to_string(i % 13), [&] { return i % 13; }) != i % 13 ? 1 : 0;
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == std::vector<int>(4, 0));
  CHECK(kept.size() == 8);
}

TEST_CASE("What weighs too much for all together is not kept, and drives nothing out") {
  const RecentlyUsed<std::string> kept(8, length);
  (void)kept.get("a", [] { return std::string("1234"); });
  const auto heavy = kept.get("b", [] { return std::string("123456789"); });
  CHECK(*heavy == "123456789");
  CHECK(kept.size() == 1);
  (void)kept.get("c", [] { return std::string("1234"); });
  CHECK(kept.size() == 2);
  (void)kept.get("d", [] { return std::string("12345"); });
  CHECK(kept.size() == 1);
}
