#pragma once
// Shared by the operator lists of this room: one layer's sizes and the ways an operator is appended.

#include "gw/workload/operators.h"

namespace gw::workload {

/// Sizes of one micro-batch on one rank, and the list being built.
struct OperatorBuilder {
  OperatorBuilder(const catalog::Model& model, const LayerInput& input, const Shards& shards);

  const catalog::Model& model;
  const LayerInput& input;
  double tensor;           ///< tp as a number
  double tokens;           ///< T: tokens whose matrix products this rank shares in
  double residual_tokens;  ///< R: tokens of norms and residual adds on this rank
  double hidden;
  double element;                                      ///< bytes of an activation element
  double matmul_element;                               ///< bytes of an element as the matrix units read it
  double norm_weights;                                 ///< gains (and offsets)
  double quantise_forward = 0, quantise_backward = 0;  ///< elements cast to 8 or 4 bits so far
  double quantise_experts_forward = 0, quantise_experts_backward = 0;  ///< the same, of experts' products
  int quantise_expert_kernels = 0;                                     ///< expert by expert
  double accumulated = 0;                                              ///< weights of the products so far
  int accumulate_kernels = 0;                                          ///< and how many tensors they are
  OperatorList list;

  bool is_gated() const;
  bool quantises() const { return matmul_element < element; }
  /// Experts' activations and their casts happen where a product writes its output [Megatron-Core with
  /// Transformer Engine's fused grouped feed-forward, which its recipes turn on for mxfp8].
  bool fuses_expert_activation() const;
  /// A linear layer of this rank, m x k by k x n, with `parameters` over all tensor ranks; `saved_rows` rows
  /// of the input are kept.
  void linear(const char* name, double m, double n, double k, double parameters, double saved_rows);
  /// The same over `experts` local experts, m rows each.
  void grouped_linear(const char* name, double m, double n, double k, double experts, double parameters,
                      double local_parameters);
  /// A pass over HBM.
  void memory(const char* name, double bytes_forward, double bytes_backward, double saved = 0,
              double parameters = 0, int kernels = 1);
  /// A pass whose bytes are counted kernel by kernel.
  void counted(const char* name, double bytes_forward, double bytes_backward, int kernels, double saved = 0);
  /// Tokens copied between the sequence's order and the experts'.
  void permutation(const char* name, double bytes, int kernels);
  /// The input of the last operator is the output of a norm or an activation function.
  void input_is_cheap();
  void norm(const char* name, double rows, double width, double parameters);
  /// Bias, dropout and residual add.
  void residual(const char* name);
  void activation(const char* name, double rows, double width);
  /// The casts counted so far as one memory pass: read at `element`, write both orientations.
  void quantise();
  /// Gradients of the products so far added to their sums, where the products do not.
  void accumulate();

 private:
  Operator product(const char* name, OperatorKind kind, double m, double n, double k, double batch) const;
};

/// Appends norm, attention and residual of one layer.
void add_attention_operators(OperatorBuilder& builder, bool full_attention);
/// Appends norm, feed-forward (dense of width ffn, or experts) and residual of one layer.
void add_feed_forward_operators(OperatorBuilder& builder, const Shards& shards, bool experts);

}  // namespace gw::workload
