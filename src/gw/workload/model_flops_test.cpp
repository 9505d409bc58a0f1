#include "gw/workload/model_flops.h"

#include <doctest/doctest.h>

#include <cstring>

#include "gw/workload/test_models.h"

namespace gw::workload {

using namespace testing;

TEST_CASE("model FLOPs are 6 per active matrix parameter and the causal half of attention") {
  const catalog::Model model = llama3_405b();
  const ModelFlops flops = model_flops_per_token(model, 8192);
  const double matrices =
      double(catalog::count_parameters(model).total() - catalog::count_parameters(model).embedding -
             catalog::count_parameters(model).norms);
  CHECK(flops.matrix.base() == doctest::Approx(6 * matrices).epsilon(1e-9));
  const double attention = 6.0 * 126 * 128 * (128 + 128) * 8193 / 2;
  CHECK(flops.attention.base() == doctest::Approx(attention).epsilon(1e-9));
  CHECK((flops.attention_full / flops.attention) == doctest::Approx(2 * 8192.0 / 8193));
  CHECK((flops.total() - flops.matrix - flops.attention).base() == 0);
}

TEST_CASE("the published formula of SC21: 96 B s l h^2 (1 + s / 6h + V / 16 l h) with recompute") {
  const catalog::Model model = gpt3_175b();
  const double s = 2048, l = 96, h = 12288, v = 51200;
  const double published = 96 * l * h * h * (1 + s / (6 * h) + v / (16 * l * h));
  const Flops hardware = hardware_flops_per_token(model, s, Recompute::full, false);
  CHECK(hardware.base() == doctest::Approx(published).epsilon(0.002));
}

TEST_CASE("recompute only adds, and selective adds the attention forward") {
  const catalog::Model model = gpt3_175b();
  const ModelFlops flops = model_flops_per_token(model, 2048);
  const Flops none = hardware_flops_per_token(model, 2048, Recompute::none, false);
  CHECK((none / flops.total_full_attention()) == doctest::Approx(1));
  const Flops selective = hardware_flops_per_token(model, 2048, Recompute::selective, false);
  CHECK(((selective - none) / flops.attention_full) == doctest::Approx(1.0 / 3));
  CHECK(hardware_flops_per_token(model, 2048, Recompute::full, false) > selective);
  CHECK(hardware_flops_per_token(model, 2048, Recompute::none) > flops.total());
  CHECK(std::strcmp(to_string(Recompute::selective), "selective") == 0);
}

TEST_CASE("experts count only those a token passes through") {
  const catalog::Model model = mixtral_8x7b();
  const double active = double(catalog::active_parameters(model));
  const double per_token = model_flops_per_token(model, 4096).matrix.base();
  CHECK(per_token < 6 * active);
  CHECK(per_token > 5.9 * active);
  CHECK(per_token < 6 * 0.3 * double(catalog::total_parameters(model)));
}

TEST_CASE("DeepSeek-V3 with its prediction layer: about 260 GFLOP a token at 4 k") {
  catalog::Model model = deepseek_v3();
  const double with_extra_tflop = model_flops_per_token(model, 4096).total().in(unit::TFLOP);
  model.multi_token_layers = 0;
  const double main_tflop = model_flops_per_token(model, 4096).total().in(unit::TFLOP);
  CHECK(main_tflop == doctest::Approx(0.25).epsilon(0.05));
  CHECK(with_extra_tflop > main_tflop * 1.02);
  CHECK(with_extra_tflop < main_tflop * 1.08);
}

TEST_CASE("inference: forward FLOPs grow with the context up to the window") {
  catalog::Model model = llama3_405b();
  const Flops at_zero = forward_flops_per_token(model, 0), at_8k = forward_flops_per_token(model, 8191);
  CHECK((at_8k - at_zero).base() == doctest::Approx(2.0 * 126 * 128 * 256 * 8191));
  auto& attention = std::get<catalog::GroupedAttention>(model.attention);
  attention.window = 1024, attention.full_every = 0;
  CHECK((forward_flops_per_token(model, 8191) - forward_flops_per_token(model, 1023)).base() ==
        doctest::Approx(0));
}

}  // namespace gw::workload
