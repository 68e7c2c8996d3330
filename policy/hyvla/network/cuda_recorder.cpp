// Built only with a LibTorch that has CUDA.
#include <ATen/cuda/CUDAGraph.h>
#include <c10/cuda/CUDAFunctions.h>
#include <c10/cuda/CUDAGuard.h>

#include "policy/hyvla/network/flow_graphs.h"

namespace mjtwin::policy::hyvla {
namespace {

class CudaRecording final : public Recording {
 public:
  CudaRecording(const c10::MempoolId_t& pool, const std::function<void()>& work) {
    graph_.capture_begin(pool, cudaStreamCaptureModeThreadLocal);
    try {
      work();
    } catch (...) {
      end_quietly();
      throw;
    }
    graph_.capture_end();
  }
  void replay() override { graph_.replay(); }
  [[nodiscard]] c10::MempoolId_t pool() { return graph_.pool(); }

 private:
  /// The device must leave its recording mode, and the first problem is the one to tell.
  void end_quietly() noexcept {
    try {
      graph_.capture_end();
    } catch (const std::exception&) {
      // what ended the work also ended the recording
    }
  }

  at::cuda::CUDAGraph graph_;
};

}  // namespace

Recorder device_recorder(at::Device device) {
  if (!device.is_cuda()) return nullptr;
  return [device, pool = c10::MempoolId_t{0, 0}](const std::function<void()>& work) mutable {
    const c10::cuda::OptionalCUDAGuard there(device);
    c10::cuda::device_synchronize();
    // Recording is refused on the default stream. Libraries set themselves up at their first call on a
    // stream, which cannot be recorded: so the work runs once before.
    const c10::cuda::CUDAStreamGuard aside(c10::cuda::getStreamFromPool());
    work();
    aside.current_stream().synchronize();
    auto recording = std::make_unique<CudaRecording>(pool, work);
    pool = recording->pool();
    return std::unique_ptr<Recording>(std::move(recording));
  };
}

}  // namespace mjtwin::policy::hyvla
