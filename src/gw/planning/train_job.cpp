#include "gw/planning/train_job.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "gw/base/text.h"
#include "gw/campus/prepare.h"
#include "gw/planning/load.h"
#include "gw/planning/model_files.h"
#include "gw/training/search_space.h"

namespace gw::planning {
namespace {

using describe::Node;

const std::vector<std::string> kTop = {"model", "accelerator", "accelerators", "fabric", "plan", "search"};

Node scalar(const std::string& text, const std::string& place) {
  Node node;
  node.kind = Node::Kind::scalar;
  node.text = text;
  node.where = {place, 0, 0};
  return node;
}

Node mapping(const std::string& place) {
  Node node;
  node.kind = Node::Kind::mapping;
  node.where = {place, 0, 0};
  return node;
}

void set(Node& map, const std::string& key, Node value) {
  if (Node* found = map.find(key)) {
    *found = std::move(value);
    return;
  }
  map.keys.push_back(key);
  map.key_places.push_back(value.where);
  map.children.push_back(std::move(value));
}

void erase(Node& map, const std::string& key) {
  const auto found = std::ranges::find(map.keys, key);
  if (found == map.keys.end()) return;
  const auto i = found - map.keys.begin();
  map.keys.erase(found);
  map.key_places.erase(map.key_places.begin() + i);
  map.children.erase(map.children.begin() + i);
}

// "tensor=8" is of the plan, unless the first step looks more like one of the document's own keys.
std::string at_its_place(const std::string& assignment) {
  const std::string first = assignment.substr(0, assignment.find_first_of(".[="));
  if (std::ranges::find(kTop, first) != kTop.end()) return assignment;
  const auto& fields = training::Plan::description().fields;
  const bool of_plan = std::ranges::any_of(
      fields, [&](const describe::Field& f) { return f.key == first || f.name == first; });
  return !of_plan && !nearest_name(first, kTop).empty() ? assignment : "plan." + assignment;
}

// What a node names: its text, or its `base:`.
std::string row_of(const Node* node) {
  if (!node) return "";
  if (node->kind == Node::Kind::scalar) return node->text;
  const Node* base = node->find("base");
  return base ? base->text : "";
}

class TrainLoader {
 public:
  TrainLoader(const TrainFlags& flags, const catalog::Library& library)
      : flags_(flags), library_(library), models_(library, "") {}

  Result<TrainJob> load() {
    make_document();
    if (problems_.has_errors()) return problems_;
    add_usual_rows();
    describe::read(job_.document, TrainDocument::description(), &job_.input, models_.resolver(),
                   job_.provenance, problems_);
    if (problems_.has_errors()) return with_hints();
    make_setup();
    make_space();
    job_.catalogue_hash = library_.hash();
    Result<TrainJob> result(std::move(job_));
    result.diagnostics = std::move(problems_);
    return result;
  }

 private:
  void make_document() {
    job_.document.file = "gw train";
    Node plan = plan_file();
    if (plan.kind == Node::Kind::null) plan = mapping(flags_.plan_file);
    if (plan.kind == Node::Kind::mapping) {
      add(plan, "global_batch_sequences", flags_.batch, "--batch");
      add(plan, "sequence_length", flags_.sequence, "--sequence");
      add(plan, "precision", flags_.precision, "--precision");
      add(plan, "software", flags_.software, "--software");
    }
    Node& root = job_.document.root = mapping("gw train");
    add(root, "model", flags_.model, "MODEL");
    add(root, "accelerator", flags_.accelerator, "--accelerator");
    add(root, "accelerators", flags_.count, "--count");
    add(root, "fabric", flags_.fabric, "--fabric");
    set(root, "plan", std::move(plan));
    for (const std::string& assignment : flags_.overrides)
      describe::apply_override(job_.document, at_its_place(assignment), problems_);
  }
  static void add(Node& map, const char* key, const std::string& text, const char* place) {
    if (!text.empty()) set(map, key, scalar(text, place));
  }

  // The file's lines become the document's, so that messages can show them.
  Node plan_file() {
    if (flags_.plan_file.empty()) return mapping("gw train");
    auto file = describe::parse_file(flags_.plan_file);
    problems_.append(file.diagnostics);
    if (!file) return mapping("gw train");
    job_.document.file = file->file;
    job_.document.lines = file->lines;
    if (const Node* format = file->root.find("format"); format && format->text != "gigawatt.plan/1")
      problems_.error("GW1114", format->where, "format",
                      fmt::format("expected gigawatt.plan/1, found '{}'", format->text));
    erase(file->root, "format");
    return std::move(file->root);
  }

  // A first reading tells what the part is; what it says goes wrong is said by the second.
  void add_usual_rows() {
    TrainDocument first;
    describe::ProvenanceMap ignored;
    Diagnostics said_later;
    describe::read(job_.document, TrainDocument::description(), &first, models_.resolver(), ignored,
                   said_later);
    Node& root = job_.document.root;
    job_.usual_fabric = add_row(root, "fabric", network::usual_fabric_row(first.accelerator));
    if (Node& plan = *root.find("plan"); plan.kind == Node::Kind::mapping)
      job_.usual_software = add_row(plan, "software", training::usual_software_row(first.accelerator));
    job_.accelerator_row = row_of(root.find("accelerator"));
    job_.fabric_row = row_of(root.find("fabric"));
    if (const Node* plan = root.find("plan")) job_.software_row = row_of(plan->find("software"));
  }
  // True when the row was added: nothing stood there, or only changes.
  static bool add_row(Node& map, const char* key, const char* row) {
    Node* found = map.find(key);
    if (!found)
      set(map, key, scalar(row, "default"));
    else if (found->kind == Node::Kind::mapping && !found->find("base") && found->where.file == "--set")
      set(*found, "base", scalar(row, "default"));
    else
      return false;
    return true;
  }

  // What is missing can be given by a flag.
  Diagnostics with_hints() {
    const std::map<std::string, std::string> flags = {
        {"accelerator", "give --accelerator NAME"},
        {"accelerators", "give --count N"},
        {"plan.global_batch_sequences", "give --batch SEQUENCES"},
        {"plan.sequence_length", "give --sequence TOKENS"}};
    Diagnostics out;
    for (Diagnostic d : problems_.list()) {
      if (const auto flag = flags.find(d.path); d.code == "GW1103" && flag != flags.end())
        d.hint = flag->second;
      out.add(std::move(d));
    }
    return out;
  }

  void make_setup() {
    const TrainDocument& in = job_.input;
    job_.setup = {.model = in.model,
                  .accelerator = in.accelerator,
                  .fabric = network::make_fabric(in.accelerator, in.fabric, in.accelerators),
                  .accelerators = in.accelerators,
                  .plan = in.plan};
  }

  // A dimension that `search:` lists is tried as listed (an empty list: every value); one that the plan gives
  // is kept.
  void make_space() {
    training::Axes axes = training::given_axes(job_.input.search);
    const Node* search = job_.document.root.find("search");
    for (std::size_t i = 0; i < training::kAxes; ++i) {
      const auto axis = static_cast<training::Axis>(i);
      const std::string key = training::to_string(axis);
      const auto given = job_.provenance.find("plan." + key);
      if ((search && search->find(key)) || given == job_.provenance.end() ||
          given->second.origin.place == "default")
        continue;
      axes[i] = {training::get(job_.setup.plan, axis)};
      job_.kept.push_back(key + " " + training::value_text(axis, axes[i].front()));
    }
    job_.space = training::space_of(axes);
  }

  const TrainFlags& flags_;
  const catalog::Library& library_;
  ModelFiles models_;
  TrainJob job_;
  Diagnostics problems_;
};

// Where the value at fault stands.
const char* path_of(const std::string& code) {
  static const std::map<std::string, const char*> paths = {
      {"GW2001", "plan.tensor"},   {"GW2002", "plan.tensor"},    {"GW2003", "plan.tensor"},
      {"GW2004", "plan.pipeline"}, {"GW2005", "plan.expert"},    {"GW2006", "plan.global_batch_sequences"},
      {"GW2007", "plan.context"},  {"GW2008", "plan.precision"}, {"GW2009", "plan.schedule"},
      {"GW2012", "plan.expert"},   {"GW2013", "model"},          {"GW2014", "plan.shard_ranks"}};
  const auto found = paths.find(code);
  return found == paths.end() ? "plan" : found->second;
}

}  // namespace

catalog::Library train_library(const TrainFlags& flags) {
  std::vector<std::string> roots = flags.catalogue;
  roots.push_back(catalog::default_root());
  return catalog::Library(roots);
}

Result<TrainJob> load_train(const TrainFlags& flags, const catalog::Library& library) {
  return TrainLoader(flags, library).load();
}

Diagnostics place_problems(const TrainJob& job, const std::vector<training::Problem>& problems) {
  Diagnostics out;
  for (const training::Problem& p : problems)
    out.add(place_issue(job.document, {p.code, path_of(p.code), p.message, p.hint, false}));
  return out;
}

}  // namespace gw::planning
