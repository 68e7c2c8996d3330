#include "eval/video/video_writer.h"

#include <catch2/catch.hpp>
#include <iterator>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
}

#include "sim/core/error.h"
#include "tests/support/temporary_folder.h"

using namespace mjtwin;
using eval::VideoWriter;

namespace {

Image grey(std::uint8_t level, int width = 64, int height = 48) {
  Image out(width, height);
  std::fill(out.rgb.begin(), out.rgb.end(), level);
  return out;
}

void write(const std::filesystem::path& file, int pictures) {
  VideoWriter video(file, 64, 48, 25);
  for (int i = 0; i < pictures; ++i) video.add(grey(static_cast<std::uint8_t>(20 * i)));
  video.finish();
}

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// Luminance in the middle of every picture that a player shows.
std::vector<int> played(const std::filesystem::path& file) {
  AVFormatContext* container = nullptr;
  REQUIRE(avformat_open_input(&container, file.c_str(), nullptr, nullptr) == 0);
  const AVCodecParameters* parameters = container->streams[0]->codecpar;
  AVCodecContext* decoder = avcodec_alloc_context3(avcodec_find_decoder(AV_CODEC_ID_H264));
  decoder->thread_count = 1;
  avcodec_parameters_to_context(decoder, parameters);
  REQUIRE(avcodec_open2(decoder, nullptr, nullptr) == 0);
  AVPacket* packet = av_packet_alloc();
  AVFrame* frame = av_frame_alloc();
  std::vector<int> levels;
  const auto take = [&] {
    while (avcodec_receive_frame(decoder, frame) == 0)
      levels.push_back(frame->data[0][frame->height / 2 * frame->linesize[0] + frame->width / 2]);
  };
  while (av_read_frame(container, packet) == 0) {
    avcodec_send_packet(decoder, packet);
    av_packet_unref(packet);
    take();
  }
  avcodec_send_packet(decoder, nullptr);
  take();
  av_frame_free(&frame);
  av_packet_free(&packet);
  avcodec_free_context(&decoder);
  avformat_close_input(&container);
  return levels;
}

}  // namespace

TEST_CASE("A video plays the pictures that were added, in order") {
  const test::TemporaryFolder folder;
  write(folder.file("a.mp4"), 12);
  const std::vector<int> levels = played(folder.file("a.mp4"));
  REQUIRE(levels.size() == 12);
  for (std::size_t i = 0; i < levels.size(); ++i)  // 8-bit video has black at 16 and white at 235
    CHECK(levels[i] == Approx(16 + 20 * static_cast<double>(i) * 219 / 255).margin(4));
}

TEST_CASE("The same pictures give the same bytes, with the index in front") {
  const test::TemporaryFolder folder;
  write(folder.file("a.mp4"), 5);
  write(folder.file("b.mp4"), 5);
  const std::string bytes = bytes_of(folder.file("a.mp4"));
  CHECK(bytes == bytes_of(folder.file("b.mp4")));
  CHECK(bytes.find("moov") < bytes.find("mdat"));
}

TEST_CASE("A video that is not finished leaves no file") {
  const test::TemporaryFolder folder;
  { VideoWriter(folder.file("a.mp4"), 64, 48, 25).add(grey(100)); }
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("Sizes that cannot be, other pictures and places that cannot be written are errors") {
  const test::TemporaryFolder folder;
  CHECK_THROWS_AS(VideoWriter(folder.file("a.mp4"), 63, 48, 25), Error);
  CHECK_THROWS_AS(VideoWriter(folder.file("no/such/folder/a.mp4"), 64, 48, 25), Error);
  VideoWriter video(folder.file("a.mp4"), 64, 48, 25);
  CHECK_THROWS_AS(video.add(grey(0, 32, 48)), Error);
}
