#include "sim/robot/robot_spec.h"

#include <fmt/format.h>

#include <algorithm>

namespace mjtwin::sim {
namespace {

constexpr std::string_view kGeomPrefix = "robot/";
constexpr int kLookGroup = 2;    // drawn, collides with nothing
constexpr int kHiddenGroup = 3;  // colliding, never drawn

void set_pose(double pos[3], double quat[4], const Pose& X) {
  std::copy_n(X.p.data(), 3, pos);
  quat[0] = X.q.w(), quat[1] = X.q.x(), quat[2] = X.q.y(), quat[3] = X.q.z();
}

/// Only the arms' and fingers' joints move; wheels and rear arms stay at 0 (as in RoboTwin, where their
/// drives hold them there).
class MovingJoints {
 public:
  explicit MovingJoints(const RobotModel& robot) : robot_(robot) {
    for (const RobotArm& arm : robot.arms) {
      names_.insert(names_.end(), arm.joints.begin(), arm.joints.end());
      names_.insert(names_.end(), arm.fingers.begin(), arm.fingers.end());
    }
  }
  [[nodiscard]] bool moves(const RobotLink& link) const {
    return link.joint && std::find(names_.begin(), names_.end(), link.joint->name) != names_.end();
  }
  [[nodiscard]] bool rides(int link) const {
    for (int i = link; i >= 0; i = robot_.links[i].parent) {
      if (moves(robot_.links[i])) return true;
    }
    return false;
  }
  [[nodiscard]] bool leads(int link) const {
    for (int i = 0; i < static_cast<int>(robot_.links.size()); ++i) {
      if (!moves(robot_.links[i])) continue;
      for (int up = i; up >= 0; up = robot_.links[up].parent) {
        if (up == link) return true;
      }
    }
    return false;
  }

 private:
  const RobotModel& robot_;
  std::vector<std::string> names_;
};

void add_meshes(mjSpec* spec, const RobotModel& robot, MeshFiles& meshes) {
  for (const RobotMesh& mesh : robot.meshes) {
    MeshNumbers numbers;
    for (const Vec3& p : mesh.corners)
      for (int k = 0; k < 3; ++k) numbers.vertices.push_back(static_cast<float>(p[k]));
    mjsMesh* out = mjs_addMesh(spec, nullptr);
    mjs_setName(out->element, ("robot/" + mesh.name).c_str());
    out->inertia = mjMESH_INERTIA_CONVEX;
    meshes.put_into(out, numbers);
  }
}

class Builder {
 public:
  Builder(mjSpec* spec, const RobotModel& robot) : spec_(spec), robot_(robot), moving_(robot) {}

  std::vector<LinkPlace> build() {
    bodies_.resize(robot_.links.size());
    for (int i = 0; i < static_cast<int>(robot_.links.size()); ++i) add_link(i);
    for (const auto& [link, look] : robot_.looks) add_look(bodies_[robot_.link_index(link)], look);
    for (const Arm side : kArms) {
      const RobotArm& arm = robot_.arm(side);
      add_wrist_camera(arm, side);
      // MuJoCo filters parent and child but not a body fixed in the world and its child; PhysX filters both.
      exclude(arm.base_link, robot_.links[first_child(robot_.link_index(arm.base_link))].name);
    }
    return std::move(bodies_);
  }

 private:
  void add_link(int i) {
    const RobotLink& link = robot_.links[i];
    const bool own_body = link.parent < 0 || moving_.rides(i) || moving_.leads(i);
    LinkPlace& place = bodies_[i];
    if (!own_body) {
      place = {bodies_[link.parent].body, bodies_[link.parent].X_BL * link.X_PL};
    } else {
      mjsBody* parent = link.parent < 0 ? mjs_findBody(spec_, "world") : bodies_[link.parent].body;
      place.body = mjs_addBody(parent, nullptr);
      mjs_setName(place.body->element, link.name.c_str());
      const Pose X_above = link.parent < 0 ? robot_.X_WR : bodies_[link.parent].X_BL;
      set_pose(place.body->pos, place.body->quat, X_above * link.X_PL);
      set_inertia(place.body, link);
      if (moving_.moves(link)) add_joint(i);
    }
    for (std::size_t k = 0; k < link.collision.size(); ++k) add_geom(place, link, k);
  }

  static void set_inertia(mjsBody* body, const RobotLink& link) {
    body->mass = link.mass;
    set_pose(body->ipos, body->iquat, link.X_LI);
    std::copy_n(link.inertia.data(), 3, body->inertia);
    body->explicitinertial = 1;
  }

  void add_joint(int i) {
    const RobotJoint& joint = *robot_.links[i].joint;
    mjsJoint* out = mjs_addJoint(bodies_[i].body, nullptr);
    mjs_setName(out->element, joint.name.c_str());
    out->type = joint.kind == JointKind::kHinge ? mjJNT_HINGE : mjJNT_SLIDE;
    std::copy_n(joint.axis.data(), 3, out->axis);
    if (joint.range) {
      out->limited = mjLIMITED_TRUE;
      out->range[0] = (*joint.range)[0], out->range[1] = (*joint.range)[1];
    }
    out->stiffness[0] = joint.kp;
    out->damping[0] = joint.kd;
  }

  void add_geom(const LinkPlace& place, const RobotLink& link, std::size_t k) {
    const RobotShape& shape = link.collision[k];
    mjsGeom* geom = mjs_addGeom(place.body, nullptr);
    mjs_setName(geom->element, fmt::format("{}{}/{}", kGeomPrefix, link.name, k).c_str());
    set_shape(geom, shape, place.X_BL);
    std::copy_n(robot_.colour(shape).data(), 4, geom->rgba);
    geom->friction[0] = robot_.friction;
    if (!shape.is_seen) geom->group = kHiddenGroup;
    const auto looks = robot_.seen_instead.find(shape.mesh);
    if (!shape.is_seen || shape.kind != ShapeKind::kMesh || looks == robot_.seen_instead.end()) return;
    geom->group = kHiddenGroup;
    for (const RobotLook& look : looks->second) add_look(place, look);
  }

  static void add_look(const LinkPlace& place, const RobotLook& look) {
    mjsGeom* geom = mjs_addGeom(place.body, nullptr);
    set_shape(geom, look.shape, place.X_BL);
    std::copy_n(look.colour.data(), 4, geom->rgba);
    geom->contype = 0, geom->conaffinity = 0;
    geom->group = kLookGroup;
  }

  static void set_shape(mjsGeom* geom, const RobotShape& shape, const Pose& X_BL) {
    set_pose(geom->pos, geom->quat, X_BL * shape.X_LS);
    switch (shape.kind) {
      case ShapeKind::kBox:
        geom->type = mjGEOM_BOX;
        std::copy_n(shape.half_size.data(), 3, geom->size);
        break;
      case ShapeKind::kCylinder:
        geom->type = mjGEOM_CYLINDER;
        geom->size[0] = shape.radius, geom->size[1] = shape.half_length;
        break;
      case ShapeKind::kMesh:
        geom->type = mjGEOM_MESH;
        mjs_setString(geom->meshname, ("robot/" + shape.mesh).c_str());
        break;
    }
  }

  /// SAPIEN's camera looks along x with z up; MuJoCo's along -z with y up.
  void add_wrist_camera(const RobotArm& arm, Arm side) {
    mjsCamera* camera = mjs_addCamera(bodies_[robot_.link_index(arm.camera_link)].body, nullptr);
    mjs_setName(camera->element, wrist_camera(side).c_str());
    set_pose(camera->pos, camera->quat, Pose(Vec3::Zero(), Quat(0.5, 0.5, -0.5, -0.5)));
    camera->fovy = robot_.wrist_fovy_deg;
    camera->resolution[0] = robot_.wrist_image[0], camera->resolution[1] = robot_.wrist_image[1];
  }

  [[nodiscard]] int first_child(int link) const {
    for (int i = link + 1; i < static_cast<int>(robot_.links.size()); ++i) {
      if (robot_.links[i].parent == link) return i;
    }
    return link;
  }

  void exclude(const std::string& first, const std::string& second) {
    mjsExclude* out = mjs_addExclude(spec_);
    mjs_setString(out->bodyname1, first.c_str());
    mjs_setString(out->bodyname2, second.c_str());
  }

  mjSpec* spec_;
  const RobotModel& robot_;
  MovingJoints moving_;
  std::vector<LinkPlace> bodies_;
};

}  // namespace

std::string wrist_camera(Arm side) {
  return fmt::format("{}_camera", name(side));
}

std::vector<LinkPlace> add_robot(mjSpec* spec, const RobotModel& robot, MeshFiles& meshes) {
  add_meshes(spec, robot, meshes);
  return Builder(spec, robot).build();
}

std::string_view robot_link_of_geom(std::string_view geom_name) {
  if (!geom_name.starts_with(kGeomPrefix)) return {};
  geom_name.remove_prefix(kGeomPrefix.size());
  return geom_name.substr(0, geom_name.rfind('/'));
}

}  // namespace mjtwin::sim
