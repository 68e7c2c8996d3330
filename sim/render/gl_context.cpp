#include "sim/render/gl_context.h"

#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <GL/gl.h>
#include <GL/osmesa.h>
#include <dlfcn.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <initializer_list>
#include <string_view>
#include <type_traits>
#include <vector>

#include "sim/core/error.h"

namespace mjtwin::sim {

/// One way to get a context.
struct GlContext::Backend {
  virtual ~Backend() = default;
  virtual bool make_current() = 0;
  virtual void* function(const char* name) = 0;
  [[nodiscard]] virtual std::string_view name() const = 0;
};

namespace {

/// A shared library opened at run time. It is never closed: Mesa leaves threads behind that would outlive it.
class Library {
 public:
  explicit Library(std::initializer_list<const char*> names) {
    for (const char* name : names)
      if (handle_ == nullptr) handle_ = dlopen(name, RTLD_NOW | RTLD_GLOBAL);
    if (handle_ == nullptr) throw EnvironmentError(std::string(*names.begin()) + " is not there");
  }

  template <class Pointer>
  void get(Pointer& function, const char* name) const {
    function = reinterpret_cast<Pointer>(dlsym(handle_, name));
    if (function == nullptr) throw EnvironmentError(std::string("the GL library lacks ") + name);
  }

 private:
  void* handle_ = nullptr;
};

class EglBackend final : public GlContext::Backend {
 public:
  explicit EglBackend(GlProfile profile) : profile_(profile) {
    library_.get(get_proc_address_, "eglGetProcAddress");
    library_.get(get_display_, "eglGetDisplay");
    library_.get(initialize_, "eglInitialize");
    library_.get(bind_api_, "eglBindAPI");
    library_.get(choose_config_, "eglChooseConfig");
    library_.get(create_context_, "eglCreateContext");
    library_.get(destroy_context_, "eglDestroyContext");
    library_.get(make_current_, "eglMakeCurrent");
    for (EGLDisplay display : candidates())
      if (display != EGL_NO_DISPLAY && initialize_(display, nullptr, nullptr) == EGL_TRUE && open(display))
        return;
    throw EnvironmentError("EGL offers no OpenGL context without a screen");
  }
  ~EglBackend() override {  // the display is shared by all contexts of the process and stays
    make_current_(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
    destroy_context_(display_, context_);
  }
  EglBackend(const EglBackend&) = delete;
  EglBackend& operator=(const EglBackend&) = delete;

  bool make_current() override {
    bind_api_(EGL_OPENGL_API);
    return make_current_(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, context_) == EGL_TRUE;
  }
  void* function(const char* name) override { return reinterpret_cast<void*>(get_proc_address_(name)); }
  [[nodiscard]] std::string_view name() const override { return "EGL"; }

 private:
  /// Displays in the order of preference: graphics cards, a surfaceless one, whatever is the default.
  std::vector<EGLDisplay> candidates() const {
    std::vector<EGLDisplay> displays;
    const auto platform_display = function_as<PFNEGLGETPLATFORMDISPLAYEXTPROC>("eglGetPlatformDisplayEXT");
    if (platform_display != nullptr) {
      for (EGLDeviceEXT card : cards())
        displays.push_back(platform_display(EGL_PLATFORM_DEVICE_EXT, card, nullptr));
      displays.push_back(platform_display(EGL_PLATFORM_SURFACELESS_MESA, nullptr, nullptr));
    }
    displays.push_back(get_display_(EGL_DEFAULT_DISPLAY));
    return displays;
  }

  /// The devices but for Mesa's software one, which the surfaceless display reaches as well.
  std::vector<EGLDeviceEXT> cards() const {
    const auto query_devices = function_as<PFNEGLQUERYDEVICESEXTPROC>("eglQueryDevicesEXT");
    const auto query_string = function_as<PFNEGLQUERYDEVICESTRINGEXTPROC>("eglQueryDeviceStringEXT");
    std::vector<EGLDeviceEXT> devices(16);
    EGLint count = 0;
    if (query_devices == nullptr || query_string == nullptr ||
        query_devices(static_cast<EGLint>(devices.size()), devices.data(), &count) != EGL_TRUE)
      return {};
    devices.resize(static_cast<std::size_t>(count));
    std::erase_if(devices, [&](EGLDeviceEXT device) {
      const char* extensions = query_string(device, EGL_EXTENSIONS);
      return extensions != nullptr &&
             std::string_view(extensions).find("EGL_MESA_device_software") != std::string_view::npos;
    });
    return devices;
  }

  template <class Function>
  [[nodiscard]] Function function_as(const char* name) const {
    return reinterpret_cast<Function>(get_proc_address_(name));
  }

  bool open(EGLDisplay display) {
    display_ = display;
    if (bind_api_(EGL_OPENGL_API) != EGL_TRUE) return false;
    const std::array<EGLint, 5> wanted{EGL_SURFACE_TYPE, EGL_DONT_CARE, EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT,
                                       EGL_NONE};
    EGLConfig config = nullptr;
    EGLint count = 0;
    if (choose_config_(display, wanted.data(), &config, 1, &count) != EGL_TRUE || count < 1) return false;
    context_ = create_context_(display, config, EGL_NO_CONTEXT, attributes());
    return context_ != EGL_NO_CONTEXT && make_current();
  }

  const EGLint* attributes() const {
    static constexpr std::array<EGLint, 7> kCore{EGL_CONTEXT_MAJOR_VERSION,
                                                 3,
                                                 EGL_CONTEXT_MINOR_VERSION,
                                                 3,
                                                 EGL_CONTEXT_OPENGL_PROFILE_MASK,
                                                 EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
                                                 EGL_NONE};
    return profile_ == GlProfile::kCore33 ? kCore.data() : nullptr;
  }

  GlProfile profile_;
  Library library_{"libEGL.so.1", "libEGL.so"};
  decltype(&eglGetProcAddress) get_proc_address_ = nullptr;
  decltype(&eglGetDisplay) get_display_ = nullptr;
  decltype(&eglInitialize) initialize_ = nullptr;
  decltype(&eglBindAPI) bind_api_ = nullptr;
  decltype(&eglChooseConfig) choose_config_ = nullptr;
  decltype(&eglCreateContext) create_context_ = nullptr;
  decltype(&eglDestroyContext) destroy_context_ = nullptr;
  decltype(&eglMakeCurrent) make_current_ = nullptr;
  EGLDisplay display_ = EGL_NO_DISPLAY;
  EGLContext context_ = EGL_NO_CONTEXT;
};

class OsMesaBackend final : public GlContext::Backend {
 public:
  explicit OsMesaBackend(GlProfile profile) {
    library_.get(create_, "OSMesaCreateContextAttribs");
    library_.get(destroy_, "OSMesaDestroyContext");
    library_.get(make_current_, "OSMesaMakeCurrent");
    library_.get(get_proc_address_, "OSMesaGetProcAddress");
    const bool core = profile == GlProfile::kCore33;
    const std::array<int, 13> attributes{OSMESA_FORMAT,
                                         OSMESA_RGBA,
                                         OSMESA_DEPTH_BITS,
                                         24,
                                         OSMESA_STENCIL_BITS,
                                         8,
                                         OSMESA_PROFILE,
                                         core ? OSMESA_CORE_PROFILE : OSMESA_COMPAT_PROFILE,
                                         OSMESA_CONTEXT_MAJOR_VERSION,
                                         core ? 3 : 1,
                                         OSMESA_CONTEXT_MINOR_VERSION,
                                         core ? 3 : 0,
                                         0};
    context_ = create_(attributes.data(), nullptr);
    if (context_ == nullptr) throw EnvironmentError("OSMesa gives no context");
  }
  ~OsMesaBackend() override { destroy_(context_); }
  OsMesaBackend(const OsMesaBackend&) = delete;
  OsMesaBackend& operator=(const OsMesaBackend&) = delete;

  bool make_current() override {
    return make_current_(context_, pixels_.data(), GL_UNSIGNED_BYTE, kSide, kSide) == GL_TRUE;
  }
  void* function(const char* name) override { return reinterpret_cast<void*>(get_proc_address_(name)); }
  [[nodiscard]] std::string_view name() const override { return "OSMesa"; }

 private:
  static constexpr int kSide = 16;  // its own buffer is never drawn to: pictures go to framebuffer objects
  Library library_{"libOSMesa.so.8", "libOSMesa.so.6", "libOSMesa.so"};
  decltype(&OSMesaCreateContextAttribs) create_ = nullptr;
  decltype(&OSMesaDestroyContext) destroy_ = nullptr;
  decltype(&OSMesaMakeCurrent) make_current_ = nullptr;
  decltype(&OSMesaGetProcAddress) get_proc_address_ = nullptr;
  OSMesaContext context_ = nullptr;
  std::array<std::uint8_t, 4 * kSide * kSide> pixels_{};
};

using BackendMaker = std::function<std::unique_ptr<GlContext::Backend>()>;

std::unique_ptr<GlContext::Backend> attempt(const BackendMaker& make, std::string& tried) {
  try {
    auto backend = make();
    if (backend->make_current()) return backend;
    tried += std::string(backend->name()) + ": the context cannot be made current; ";
  } catch (const EnvironmentError& problem) {
    tried += std::string(problem.what()) + "; ";
  }
  return nullptr;
}

std::unique_ptr<GlContext::Backend> open_backend(GlProfile profile) {
  const char* wish = std::getenv("MJTWIN_GL");
  const std::string wanted = wish == nullptr ? "" : wish;
  if (!wanted.empty() && wanted != "egl" && wanted != "osmesa")
    throw Error("unknown kind of GL context; use egl or osmesa", {.field = "MJTWIN_GL", .value = wanted});
  std::string tried;
  if (wanted != "osmesa")
    if (auto egl = attempt([&] { return std::make_unique<EglBackend>(profile); }, tried)) return egl;
  if (wanted != "egl")
    if (auto osmesa = attempt([&] { return std::make_unique<OsMesaBackend>(profile); }, tried)) return osmesa;
  throw EnvironmentError("no OpenGL to draw with (" + tried +
                         "install libegl1 and libgl1-mesa-dri, or libosmesa6)");
}

}  // namespace

GlContext::GlContext(GlProfile profile) : backend_(open_backend(profile)) {}
GlContext::~GlContext() = default;
GlContext::GlContext(GlContext&&) noexcept = default;
GlContext& GlContext::operator=(GlContext&&) noexcept = default;

void GlContext::make_current() {
  if (!backend_->make_current()) throw EnvironmentError("the GL context cannot be made current");
}

void* GlContext::function(const char* name) const {
  return backend_->function(name);
}

std::string GlContext::description() const {
  const auto get_string = reinterpret_cast<const GLubyte* (*)(GLenum)>(function("glGetString"));
  const auto read = [&](GLenum what) {
    const GLubyte* answer = get_string == nullptr ? nullptr : get_string(what);
    return answer == nullptr ? std::string("?") : std::string(reinterpret_cast<const char*>(answer));
  };
  return std::string(backend_->name()) + ": " + read(GL_RENDERER) + ", OpenGL " + read(GL_VERSION);
}

}  // namespace mjtwin::sim
