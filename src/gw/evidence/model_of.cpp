#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "gw/base/text.h"
#include "gw/evidence/setup_of.h"

namespace gw::evidence {
namespace {

using catalog::Activation;

std::string letters(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (std::isalnum(static_cast<unsigned char>(c)))
      out.push_back(char(std::tolower(static_cast<unsigned char>(c))));
  return out;
}

// The models row whose name stands in the printed one; the longest such.
std::string named_row(std::string_view printed, const Rig& rig) {
  const std::string wanted = letters(printed);
  std::string best;
  for (const auto& [key, model] : rig.models) {
    const std::string name = letters(key);
    if (wanted.find(name) != std::string::npos && name.size() > letters(best).size()) best = key;
  }
  return best;
}

// Vocabularies that rows leave out: of the family by name, else that of GPT-2 padded as Megatron-LM does.
std::int64_t vocabulary(const Row& row, Assumptions& assumed) {
  constexpr std::int64_t kGpt2Padded = 51200, kLlama2 = 32000, kLlama3 = 128256, kBloom = 250880,
                         kNemotron = 256000;
  const std::string name = to_lower(row.text("model_name"));
  const auto has = [&](const char* word) { return name.find(word) != std::string::npos; };
  std::int64_t otherwise = kGpt2Padded;
  if (has("nemotron")) otherwise = kNemotron;
  if (has("llama2") || has("llama 2") || has("mixtral")) otherwise = kLlama2;
  if (has("llama3") || has("llama 3")) otherwise = kLlama3;
  if (row.mentions("bigscience 176b")) otherwise = kBloom;
  if (row.has("vocab")) return row.integer("vocab", otherwise);
  assumed.push_back(fmt::format(
      "vocabulary {}: {}", otherwise,
      otherwise == kGpt2Padded ? "GPT-2's, padded as Megatron-LM does" : "of the model's family"));
  return otherwise;
}

Activation activation(const Row& row, std::int64_t ffn, std::int64_t hidden, Assumptions& assumed) {
  const std::string_view text = row.text("activation");
  if (text == "swiglu") return Activation::swiglu;
  if (text == "geglu") return Activation::geglu;
  if (text == "gelu") return Activation::gelu;
  if (text == "sqrelu" || text == "relu") return Activation::relu;
  // Gated layers are narrower than four times the hidden width, plain ones are just that.
  const bool gated = ffn > 0 && ffn != 4 * hidden;
  assumed.push_back(gated ? "activation swiglu: the feed-forward width is not four times the hidden width"
                          : "activation gelu: the feed-forward width is four times the hidden width");
  return gated ? Activation::swiglu : Activation::gelu;
}

catalog::Experts experts(const Row& row, std::int64_t ffn) {
  catalog::Experts out{.routed = row.integer("experts", 0), .per_token = row.integer("experts_per_token", 1)};
  out.shared = row.integer("shared_experts", 0);
  const std::int64_t width = row.integer("moe_ffn_hidden", 0);
  out.expert_ffn = width > 0 ? width : ffn;
  out.shared_ffn = out.shared * out.expert_ffn;
  return out;
}

// Window of runs that name sliding-window attention without a width: half of their 2,048 tokens (assumed).
constexpr std::int64_t kMegaScaleWindow = 1024;

// Sequences packed from short samples attend within each, and some runs name sliding-window attention without
// a width.
void set_window(catalog::GroupedAttention& attention, const Row& row, Assumptions& assumed) {
  constexpr std::int64_t kPackedSample = 512;  // lengths of samples are not printed: assumed
  if (to_lower(row.text("model_name")).find("packed") != std::string::npos) {
    attention.window = kPackedSample, attention.full_every = 0;
    assumed.push_back(
        fmt::format("attention within {} tokens: packed samples of that mean length", kPackedSample));
  }
  if (row.mentions("sliding-window attention")) {
    attention.window = kMegaScaleWindow, attention.full_every = 0;
    assumed.push_back(
        fmt::format("attention window of {} tokens: named without its width", kMegaScaleWindow));
  }
}

catalog::Model from_columns(const Row& row, Assumptions& assumed) {
  catalog::Model model;
  model.name = std::string(row.text("model_name"));
  model.layers = row.integer("layers", 0);
  model.hidden = row.integer("hidden", 0);
  const std::int64_t heads = row.integer("heads", 0);
  const std::int64_t head_dim =
      row.integer("head_dim", heads > 0 ? std::max<std::int64_t>(1, model.hidden / heads) : 0);
  model.attention = catalog::GroupedAttention{
      .heads = heads, .kv_heads = std::min(heads, row.integer("kv_heads", heads)), .head_dim = head_dim};
  const std::int64_t ffn = row.integer("ffn_hidden", 0);
  model.activation = activation(row, ffn, model.hidden, assumed);
  model.ffn = ffn > 0 ? ffn : 4 * model.hidden;
  if (ffn <= 0)
    assumed.push_back(fmt::format("feed-forward width {}: four times the hidden width", model.ffn));
  model.vocabulary = vocabulary(row, assumed);
  const bool gpt = model.activation == Activation::gelu;
  const bool llm_foundry = row.mentions("mosaicml");
  model.biases = gpt && !llm_foundry;
  model.position = llm_foundry ? catalog::Position::alibi
                   : gpt       ? catalog::Position::learned
                               : catalog::Position::rotary;
  model.max_sequence = row.integer("seq_len", 2048);
  model.tied_embeddings = gpt;
  set_window(std::get<catalog::GroupedAttention>(model.attention), row, assumed);
  if (row.integer("experts", 0) > 1) model.experts = experts(row, model.ffn);
  return model;
}

// What the columns print of a model, they print of this one, and the run has no window of its own.
bool agrees(const catalog::Model& printed, const catalog::Model& row) {
  const auto* a = std::get_if<catalog::GroupedAttention>(&printed.attention);
  const auto* b = std::get_if<catalog::GroupedAttention>(&row.attention);
  const bool attention = a && b && a->window == 0 && a->heads == b->heads && a->kv_heads == b->kv_heads &&
                         a->head_dim == b->head_dim;
  const bool experts = printed.experts.has_value() == row.experts.has_value() &&
                       (!row.experts || (printed.experts->routed == row.experts->routed &&
                                         printed.experts->per_token == row.experts->per_token &&
                                         printed.experts->expert_ffn == row.experts->expert_ffn));
  return attention && experts && printed.layers == row.layers && printed.hidden == row.hidden &&
         printed.vocabulary == row.vocabulary;
}

std::optional<catalog::Model> shape_of(const Row& row, const Rig& rig, std::string& models_row,
                                       Assumptions& assumed) {
  models_row = named_row(row.text("model_name"), rig);
  const bool complete = row.has("layers") && row.has("hidden") && row.has("heads");
  const bool latent = row.text("attention_kind") == "MLA";
  if (complete && !latent) {
    const catalog::Model printed = from_columns(row, assumed);
    if (models_row.empty() || !agrees(printed, rig.models.at(models_row))) {
      models_row.clear();
      return printed;
    }
    // The catalogue knows of it what no column holds: windows of attention, biases.
    assumed.push_back(fmt::format("windows and biases of the model: catalogue row models/{}", models_row));
    return rig.models.at(models_row);
  }
  if (models_row.empty()) return {};
  assumed.push_back(fmt::format("shape of the model: catalogue row models/{}", models_row));
  catalog::Model model = rig.models.at(models_row);
  // A shortened model of the same family (proxy runs).
  if (row.has("layers")) model.layers = row.integer("layers", model.layers);
  return model;
}

}  // namespace

std::optional<catalog::Model> model_of(const Row& row, const Rig& rig, std::string& models_row,
                                       Assumptions& assumed) {
  auto model = shape_of(row, rig, models_row, assumed);
  if (model && model->experts) {
    model->experts->load_variation = 0.0;
    assumed.push_back("expert load balanced: published runs force the router");
  }
  return model;
}

}  // namespace gw::evidence
