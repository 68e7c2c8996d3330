#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <numbers>

#include "eval/commands/catalog_pictures.h"
#include "eval/commands/commands.h"
#include "eval/video/lettering.h"
#include "sim/core/png.h"

namespace mjtwin::eval {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

struct CatalogOptions {
  std::string out = ".", only;
  bool render = false, json = false;
};

constexpr int kColumns = 12, kRows = 9;  // of a sheet

/// Draws the entries on sheets of 12 x 9 pictures, in order, row by row.
std::vector<std::string> draw_sheets(const std::vector<CatalogEntry>& entries, const fs::path& out) {
  fs::create_directories(out);
  CatalogPictures pictures;
  std::vector<std::string> files;
  for (std::size_t first = 0; first < entries.size(); first += kColumns * kRows) {
    const std::size_t count = std::min<std::size_t>(kColumns * kRows, entries.size() - first);
    const int rows = static_cast<int>((count + kColumns - 1) / kColumns);
    Image sheet(kColumns * CatalogPictures::kWidth, rows * CatalogPictures::kHeight);
    std::ranges::fill(sheet.rgb, std::uint8_t{255});
    for (std::size_t i = 0; i < count; ++i)
      paste(sheet, static_cast<int>(i) % kColumns * CatalogPictures::kWidth,
            static_cast<int>(i) / kColumns * CatalogPictures::kHeight, pictures.draw(entries[first + i]));
    files.push_back((out / fmt::format("catalog.{}.png", files.size())).string());
    write_png(files.back(), sheet);
  }
  return files;
}

void run_catalog(const CatalogOptions& options) {
  std::vector<CatalogEntry> entries = catalog_entries();
  std::erase_if(entries, [&](const CatalogEntry& e) { return e.id.find(options.only) == std::string::npos; });
  std::vector<std::string> files;
  if (options.render) files = draw_sheets(entries, options.out);
  json report{{"objects", json::array()}, {"sheets", files}};
  for (const CatalogEntry& entry : entries)
    report["objects"].push_back({{"id", entry.id},
                                 {"variant", entry.variant},
                                 {"kind", entry.articulated ? "articulated" : "rigid"}});
  if (options.json) {
    fmt::print("{}\n", report.dump());
    return;
  }
  for (std::size_t i = 0; i < entries.size(); ++i)
    fmt::print("{:4}  {} {}\n", i, entries[i].id, entries[i].variant);
  for (const std::string& file : files) fmt::print("{}\n", file);
}

}  // namespace

void add_catalog_command(CLI::App& app) {
  CLI::App* command = app.add_subcommand("catalog", "Lists the objects of the pack and draws them all");
  auto options = std::make_shared<CatalogOptions>();
  command->add_flag("--render", options->render,
                    "Draw contact sheets (12 x 9 objects each, in the order listed)");
  command->add_option("--out", options->out, "Folder for the sheets")->capture_default_str();
  command->add_option("--only", options->only, "Only ids that contain this");
  command->add_flag("--json", options->json, "Print one JSON document");
  command->callback([options] { run_catalog(*options); });
}

}  // namespace mjtwin::eval
