#include "policy/hyvla/network/pixels.h"

#include <ATen/ATen.h>

#include <catch2/catch.hpp>
#include <utility>

using namespace mjtwin;
using namespace mjtwin::policy::hyvla;

namespace {

/// A square picture whose columns are grey as given.
Image columns(const std::vector<std::uint8_t>& greys) {
  const int side = static_cast<int>(greys.size());
  Image image(side, side);
  for (std::size_t i = 0; i < image.rgb.size(); ++i) image.rgb[i] = greys[i / 3 % greys.size()];
  return image;
}

double bf16(double value) {
  return at::scalar_tensor(value, at::kFloat).to(at::kBFloat16).item<double>();
}

at::Tensor pixels_of_one(const Image& image, const ImageSize& target, at::ScalarType type) {
  const Image* const images[] = {&image};
  return pixels_of(images, target, type, at::kCPU).squeeze(0);
}

}  // namespace

TEST_CASE("a smaller picture takes its two middle pixels, not the mean of all that it covers") {
  const at::Tensor pixel = pixels_of_one(columns({10, 100, 201, 250}), {1, 1}, at::kFloat).flatten();
  CHECK(pixel[0].item<double>() == Approx((100.0 + 201.0) / 2 / 255 * 2 - 1));
}

TEST_CASE("in bf16 a picture is rounded before it is resized") {
  const at::Tensor pixel = pixels_of_one(columns({10, 128, 201, 250}), {1, 1}, at::kBFloat16).flatten();
  const double first_rounded = bf16((bf16(128.0 / 255) + bf16(201.0 / 255)) / 2);
  REQUIRE(first_rounded != bf16((128.0 + 201.0) / 2 / 255));
  CHECK(pixel[0].item<double>() == bf16(bf16(first_rounded * 2) - 1));
}

TEST_CASE("a picture keeps its proportions between bars of black") {
  Image wide(8, 4);
  for (auto& byte : wide.rgb) byte = 255;
  const at::Tensor pixels = pixels_of_one(wide, {8, 8}, at::kFloat)[0];
  CHECK(pixels.slice(0, 0, 2).max().item<double>() == -1.0);
  CHECK(pixels.slice(0, 2, 6).min().item<double>() == 1.0);
  CHECK(pixels.slice(0, 6, 8).max().item<double>() == -1.0);
}

TEST_CASE("pictures that go through together come out with the bits of each alone") {
  std::vector<Image> images(5, Image(53, 40));
  std::vector<const Image*> all;
  for (std::size_t n = 0; n < images.size(); ++n) {
    for (std::size_t i = 0; i < images[n].rgb.size(); ++i)
      images[n].rgb[i] = static_cast<std::uint8_t>((i * (31 + n) + i / 97) % 256);
    all.push_back(&images[n]);
  }
  for (const at::ScalarType type : {at::kFloat, at::kBFloat16})
    for (const ImageSize& target : {ImageSize{32, 32}, ImageSize{224, 224}, ImageSize{53, 40}}) {
      const at::Tensor together = pixels_of(all, target, type, at::kCPU);
      REQUIRE(together.sizes() == at::IntArrayRef({5, 3, target.height, target.width}));
      CHECK_FALSE(at::equal(together[0], together[1]));
      for (std::size_t n = 0; n < images.size(); ++n)
        CHECK(at::equal(together[static_cast<std::int64_t>(n)], pixels_of_one(images[n], target, type)));
    }
}
