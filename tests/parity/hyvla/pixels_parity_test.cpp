#include "policy/hyvla/network/pixels.h"

#include <ATen/ATen.h>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "policy/hyvla/safetensors.h"
#include "tests/support/shared_data.h"

using namespace mjtwin;
using namespace mjtwin::policy::hyvla;

namespace {

constexpr double kFloat = 1e-6;          // weights and sums of two rows in float32, on numbers up to one
constexpr double kBf16Step = 2 / 256.0;  // of numbers below one, after they were doubled

at::Tensor table(const SafetensorsFile& file, const std::string& name) {
  const TensorView& view = file.at(name);
  return at::tensor(view.to_doubles(), at::kDouble).view(view.shape);
}

Image picture(const at::Tensor& hwc) {
  Image image(static_cast<int>(hwc.size(1)), static_cast<int>(hwc.size(0)));
  const at::Tensor bytes = hwc.to(at::kByte).contiguous();
  std::copy_n(bytes.data_ptr<std::uint8_t>(), image.rgb.size(), image.rgb.begin());
  return image;
}

/// "c0=(3y+5x)%256, c1=(y*y+7x)%256, c2=(x*y//3)%256"
Image formula_picture(int height, int width) {
  Image image(width, height);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      std::uint8_t* pixel = image.rgb.data() + 3 * (static_cast<std::ptrdiff_t>(y) * width + x);
      pixel[0] = static_cast<std::uint8_t>((3 * y + 5 * x) % 256);
      pixel[1] = static_cast<std::uint8_t>((y * y + 7 * x) % 256);
      pixel[2] = static_cast<std::uint8_t>((x * y / 3) % 256);
    }
  return image;
}

at::Tensor pixels_of_one(const Image& image, const ImageSize& target, at::ScalarType type) {
  const Image* const images[] = {&image};
  return pixels_of(images, target, type, at::kCPU).squeeze(0);
}

double worst(const at::Tensor& got, const at::Tensor& wanted) {
  return (got.to(at::kDouble) - wanted).abs().max().item<double>();
}

}  // namespace

TEST_CASE("pictures are resized and padded as the reference does, in both number types") {
  const auto path = test::shared_data("reference/hyvla/adapter/resize_with_pad.safetensors");
  if (!path) return;
  const SafetensorsFile file(*path);
  for (int i = 0; i < 8; ++i) {
    const std::string number = std::to_string(i);
    INFO("size " << number);
    const Image image = picture(table(file, "in." + number));
    const at::Tensor full = table(file, "out." + number) * 2 - 1;
    const at::Tensor half = table(file, "outbf16." + number) * 2 - 1;
    const ImageSize target{.width = static_cast<int>(full.size(2)), .height = static_cast<int>(full.size(1))};
    CHECK(worst(pixels_of_one(image, target, at::kFloat), full) < kFloat);
    // a CPU kernel that rounds in between is a step away from one that rounds once
    CHECK(worst(pixels_of_one(image, target, at::kBFloat16), half) <= kBf16Step);
  }
}

TEST_CASE("pictures of camera size are resized as the reference does") {
  const auto path = test::shared_data("reference/hyvla/adapter/resize_with_pad.safetensors");
  if (!path) return;
  const SafetensorsFile file(*path);
  for (const auto& [number, height, width] :
       {std::tuple{0, 240, 320}, {1, 0, 0}, {2, 224, 224}, {3, 0, 0}, {4, 240, 424}}) {
    const std::string name = std::to_string(number);
    INFO("picture " << name);
    const Image image = height > 0 ? formula_picture(height, width) : picture(table(file, "big.in." + name));
    const at::Tensor got = pixels_of_one(image, {224, 224}, at::kFloat);
    using at::indexing::Slice;
    CHECK(worst(got.index({Slice(), Slice(0, 224, 5), Slice(0, 224, 5)}),
                table(file, "big.grid5." + name) * 2 - 1) < kFloat);
    CHECK(worst(got.select(2, 100), table(file, "big.col100." + name) * 2 - 1) < kFloat);
  }
}
