#pragma once

#include <Eigen/Core>
#include <array>
#include <vector>

namespace mjtwin::sim {

/// Nodes along a side of a face: evenly, or ever closer to a point of it.
class NodeLine {
 public:
  static constexpr int kMost = 17;
  NodeLine() : NodeLine(2, -1) {}
  /// `dense_at`: that point, in [0, 1]; below 0: evenly.
  NodeLine(int count, float dense_at);

  [[nodiscard]] int count() const { return count_; }
  [[nodiscard]] float dense_at() const { return dense_at_; }
  /// Place in [0, 1] of a node.
  [[nodiscard]] float place(int node) const { return places_[static_cast<std::size_t>(node)]; }
  /// The node before a place and what the one after it counts there.
  struct Between {
    int node;
    float share;
  };
  [[nodiscard]] Between between(float place) const;

 private:
  int count_;
  float dense_at_;
  std::array<float, kMost> places_{}, inverse_gaps_{};
};

/// A side of a large box that looks at the focus: a grid of nodes from a corner along two sides.
struct LitFace {
  int geom = -1;                           // in the model
  Eigen::Vector3f origin, side_u, side_v;  // world [m]
  Eigen::Vector3f normal, albedo;
  NodeLine columns, rows;               // along side_u, side_v
  int first_node = 0;                   // among those of all faces
  std::vector<Eigen::Vector3f> around;  // light from all around at the nodes [irradiance / pi]

  [[nodiscard]] Eigen::Vector3f point(float u, float v) const { return origin + u * side_u + v * side_v; }
  /// (u, v) of p; in [0, 1] on the face, which may be a part of the box's side.
  [[nodiscard]] Eigen::Vector2f place(const Eigen::Vector3f& p) const;
  /// The nodes around a place and their weights.
  struct Nodes {
    int first = 0;  // and the next one; and the two of the next row
    float fx = 0, fy = 0;
  };
  [[nodiscard]] Nodes nodes_around(float u, float v) const;
  /// Values of the nodes, interpolated.
  [[nodiscard]] Eigen::Vector3f at(const std::vector<Eigen::Vector3f>& values, float u, float v) const;
};

}  // namespace mjtwin::sim
