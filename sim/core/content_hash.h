#pragma once

#include <string>
#include <string_view>

namespace mjtwin::sim {

/// XXH3 of 128 bits as 32 hexadecimal digits.
[[nodiscard]] std::string content_hash(std::string_view bytes);

}  // namespace mjtwin::sim
