#include "policy/hyvla/network/frames.h"

#include <algorithm>
#include <utility>

#include "policy/hyvla/network/pixels.h"
#include "sim/core/error.h"

namespace mjtwin::policy::hyvla {
namespace {

constexpr double kBlackPixel = -1.0;  // zero, after x * 2 - 1

// Every picture must come out at one size; without resizing they must have it from the start.
ImageSize common_size(std::span<const CameraFrames* const> groups, const std::optional<ImageSize>& target) {
  std::optional<ImageSize> size = target;
  for (const CameraFrames* group : groups) {
    for (const auto& frame : group->frames) {
      if (frame == nullptr) continue;
      const ImageSize own = target.value_or(ImageSize{frame->width, frame->height});
      if (size && !(*size == own)) throw Error("pictures of different sizes need resize_imgs_with_padding");
      size = own;
    }
  }
  if (!size) throw Error("a request has no picture at all");
  return network_size(*size, target);
}

// Pictures that pixels_of() takes together.
bool alike(const Image* a, const Image* b) {
  if (a == nullptr || b == nullptr) return a == b;
  return a->width == b->width && a->height == b->height;
}

at::Tensor joined(const std::vector<at::Tensor>& parts) {
  return parts.size() == 1 ? parts.front() : at::cat(parts);
}

// pictures: [groups, frames, 3, height, width], or without frames in the single-frame model.
void record_pixels(const at::Tensor& pictures, std::int64_t cameras, const Tap& tap) {
  constexpr std::int64_t kRecordedRow = 100;
  if (pictures.size(-2) > kRecordedRow)
    tap.cameras("pixels_row100", pictures.select(-2, kRecordedRow), cameras);
  const bool video = pictures.dim() == 5;
  tap.cameras("pixels_current", video ? pictures.narrow(1, pictures.size(1) - 1, 1) : pictures, cameras);
}

}  // namespace

FrameEncoder::FrameEncoder(const VisionTower& tower, const HyVlaConfig& config, at::ScalarType type,
                           at::Device device, std::size_t remembered)
    : tower_(&tower),
      video_(config.use_video_encoder),
      target_(config.resize),
      type_(type),
      device_(device),
      capacity_(remembered) {}

at::Tensor FrameEncoder::pixels(std::span<const std::shared_ptr<const Image>> images,
                                const ImageSize& size) const {
  std::vector<at::Tensor> parts;
  for (std::size_t first = 0; first < images.size();) {
    std::vector<const Image*> run;
    for (; first < images.size() && (run.empty() || alike(run.front(), images[first].get())); ++first)
      run.push_back(images[first].get());
    if (run.front() != nullptr)
      parts.push_back(pixels_of(run, target_, type_, device_));
    else
      parts.push_back(at::full({static_cast<std::int64_t>(run.size()), 3, size.height, size.width},
                               kBlackPixel, at::TensorOptions(type_).device(device_)));
  }
  return joined(parts);
}

FrameSlots FrameEncoder::encode_all(std::span<const CameraFrames* const> groups, const ImageSize& size,
                                    std::int64_t cameras, const Tap& tap) const {
  const std::size_t given = groups.front()->frames.size();
  const std::size_t first = video_ ? 0 : given - 1;  // the single-frame model drops history unseen
  FrameSlots slots;
  slots.groups = static_cast<std::int64_t>(groups.size());
  slots.slots = static_cast<std::int64_t>(given - first);
  slots.cameras = cameras;
  std::vector<std::shared_ptr<const Image>> pictures;
  for (const CameraFrames* group : groups)
    for (std::size_t k = first; k < given; ++k) {
      slots.indices.push_back(static_cast<std::int64_t>(pictures.size()));
      pictures.push_back(group->frames[k]);
    }
  const at::Tensor all = pixels(pictures, size);
  record_pixels(video_ ? all.unflatten(0, {-1, slots.slots}) : all, cameras, tap);
  slots.features = tower_->early_features(all, tap, cameras);
  return slots;
}

FrameSlots FrameEncoder::encode(std::span<const CameraFrames* const> groups, std::int64_t frames_per_pass,
                                std::int64_t cameras, const Tap& tap) {
  const ImageSize size = common_size(groups, target_);
  if (tap) return encode_all(groups, size, cameras, tap);
  if (!size_ || !(*size_ == size)) remembered_.clear();
  size_ = size;
  ++calls_;
  const std::size_t given = groups.front()->frames.size();
  const std::size_t first = tower_->sees_past(static_cast<std::int64_t>(given)) ? 0 : given - 1;

  std::map<const Image*, std::int64_t> row;  // of the features
  std::vector<std::shared_ptr<const Image>> missing;
  std::vector<at::Tensor> known;
  for (const CameraFrames* group : groups)
    for (std::size_t k = first; k < given; ++k) {
      const auto& frame = group->frames[k];
      if (!row.emplace(frame.get(), static_cast<std::int64_t>(known.size())).second) continue;
      // The empty picture is kept for ever, so its bits must not depend on what it was first seen with.
      if (frame == nullptr && !remembered_.contains(nullptr))
        remembered_[nullptr] = {nullptr, features_of({&frame, 1}, size, 1).front()[0], calls_};
      const auto found = remembered_.find(frame.get());
      if (found == remembered_.end()) {
        missing.push_back(frame);
        continue;
      }
      found->second.last_use = calls_;
      known.push_back(found->second.features);
    }
  for (std::size_t i = 0; i < missing.size(); ++i)
    row[missing[i].get()] = static_cast<std::int64_t>(known.size() + i);

  FrameSlots slots;
  slots.groups = static_cast<std::int64_t>(groups.size());
  slots.slots = static_cast<std::int64_t>(given - first);
  for (const CameraFrames* group : groups)
    for (std::size_t k = first; k < given; ++k) slots.indices.push_back(row.at(group->frames[k].get()));
  std::vector<at::Tensor> parts = features_of(missing, size, frames_per_pass);
  if (!known.empty()) parts.insert(parts.begin(), at::stack(known));
  slots.features = joined(parts);
  remember(missing, slots.features.slice(0, static_cast<std::int64_t>(known.size())));
  return slots;
}

std::vector<at::Tensor> FrameEncoder::features_of(std::span<const std::shared_ptr<const Image>> images,
                                                  const ImageSize& size, std::int64_t frames_per_pass) const {
  const auto step = static_cast<std::size_t>(std::max<std::int64_t>(1, frames_per_pass));
  std::vector<at::Tensor> passes;
  for (std::size_t first = 0; first < images.size(); first += step)
    passes.push_back(
        tower_->early_features(pixels(images.subspan(first, std::min(step, images.size() - first)), size)));
  return passes;
}

// Only what stays is copied out of the features, which end with the call.
void FrameEncoder::remember(std::span<const std::shared_ptr<const Image>> images,
                            const at::Tensor& features) {
  for (const auto& image : images) remembered_[image.get()] = {image, {}, calls_};
  forget_old();
  for (std::size_t i = 0; i < images.size(); ++i) {
    const auto kept = remembered_.find(images[i].get());
    if (kept != remembered_.end()) kept->second.features = features[static_cast<std::int64_t>(i)].clone();
  }
}

void FrameEncoder::forget_old() {
  std::vector<std::pair<std::uint64_t, const Image*>> by_use;
  for (const auto& [image, entry] : remembered_)
    if (image != nullptr) by_use.emplace_back(entry.last_use, image);
  if (by_use.size() <= capacity_) return;
  std::sort(by_use.begin(), by_use.end());
  by_use.resize(by_use.size() - capacity_);
  for (const auto& [use, image] : by_use) remembered_.erase(image);
}

}  // namespace mjtwin::policy::hyvla
