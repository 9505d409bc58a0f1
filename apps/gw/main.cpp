// The command line: flags to verbs. Everything else is in the library.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>

#include "interrupt.h"
#include "verbs.h"

namespace {

using gw::app::Options;

// The flags that every verb reading a campus shares.
void add_input_flags(CLI::App& verb, Options& options) {
  verb.add_option("--set", options.set, "change one value: --set halls.0.racks=10 (repeat as needed)")
      ->type_name("PATH=VALUE")->take_all()->allow_extra_args(false);
  verb.add_option("--catalog", options.catalogue, "a folder of catalogue rows, searched before the shipped ones")
      ->type_name("DIR")->check(CLI::ExistingDirectory)->allow_extra_args(false);
}

// "" or what is wrong, as CLI11 wants it.
std::string whole_number(const std::string& text) {
  const bool digits = !text.empty() && text.size() < 19 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  return digits ? "" : "expected a whole number from 0 up, of at most 18 digits, got " + text;
}

void add_run_flags(CLI::App& verb, Options& options) {
  add_input_flags(verb, options);
  verb.add_option("--seed", options.seed, "seed of every random draw")->capture_default_str()
      ->check(CLI::Validator(whole_number, "UINT"));
  verb.add_option("--threads", options.threads, "threads to use, 0 = all; results do not depend on it")
      ->check(CLI::Range(0, 4096));
  verb.add_flag("--quiet", options.quiet, "no progress and no warnings on standard error");
}

struct Arguments {
  Options options;
  gw::app::TrainOptions train;
  std::string first, second;
  bool plant = false;  // of init
  gw::app::EvidenceFlags evidence;
  gw::planning::WaveformFlags waveform;
  gw::planning::AdequacyFlags adequacy;
  gw::planning::DispatchFlags dispatch;
};

// CLI::Range lets NaN through.
std::string is_trace_step(const std::string& text) {
  double step = 0;
  const bool good = CLI::detail::lexical_cast(text, step) && step >= 0.001 && step <= 3600;
  return good ? "" : "'" + text + "' is not a number of seconds from 0.001 to 3600";
}

// An empty name is a slip (an unset variable), not the wish for no output.
std::string is_named(const std::string& text) { return text.empty() ? "the name is empty" : ""; }

void add_run(CLI::App& app, Arguments& a) {
  CLI::App& verb = *app.add_subcommand("run", "simulate a campus over its horizon and report");
  verb.add_option("campus", a.first, "campus file (YAML)")->required();
  add_run_flags(verb, a.options);
  verb.add_flag("--json", a.options.json, "print the whole result as JSON");
  CLI::Option& output = *verb.add_option("-o,--output", a.options.output,
                                         "write result.json, hourly.nc, tables/ and report.html here");
  output.type_name("DIR")->check(CLI::Validator(is_named, ""));
  verb.add_option("--trace-step", a.options.trace_step_s,
                  "with -o: also write trace.nc, campus power averaged over steps of this many seconds")
      ->check(CLI::Validator(is_trace_step, "0.001 - 3600"))->type_name("SECONDS")->needs(&output);
  verb.footer("Examples:\n  gw run campuses/hyperion.yaml\n  gw run campuses/hyperion.yaml -o out\n"
              "  gw run campuses/tiny.yaml --set halls.0.racks=20 --json");
}

void add_train_inputs(CLI::App& verb, gw::app::TrainOptions& train) {
  verb.add_option("model", train.model, "models row, or path of a Hugging Face config.json")->required();
  const auto text = [&verb](const char* flag, std::string& value, const char* what, const char* type) {
    return verb.add_option(flag, value, what)->type_name(type);
  };
  text("--accelerator", train.accelerator, "accelerators row", "NAME");
  text("--count", train.count, "accelerators", "N");
  text("--plan", train.plan_file, "fields of the plan (YAML)", "FILE");
  text("--batch", train.batch, "sequences of one step: plan.global_batch_sequences", "SEQUENCES");
  text("--sequence", train.sequence, "tokens of one sequence: plan.sequence_length", "TOKENS");
  text("--precision", train.precision, "bf16, fp16, fp8, mxfp8, nvfp4, ...: plan.precision", "P");
  for (const auto& [flag, field] : gw::app::kPlanFlags)
    text(flag, train.plan[field], "plan field", "N")->description(std::string("plan.") + field);
  text("--fabric", train.fabric, "fabrics row; else the usual one of the part", "NAME");
  text("--software", train.software, "software row; else the usual one of the part", "NAME");
}

void add_train(CLI::App& app, Arguments& a) {
  CLI::App& verb = *app.add_subcommand("train", "one training step explained, or the best parallel plan found");
  add_train_inputs(verb, a.train);
  verb.add_option("--set", a.options.set, "change one value: --set tensor=8, --set model.layers=40, --set search.tensor=[1,2,4]")
      ->type_name("PATH=VALUE")->take_all()->allow_extra_args(false);
  verb.add_option("--catalog", a.options.catalogue, "a folder of catalogue rows, searched before the shipped ones")
      ->type_name("DIR")->check(CLI::ExistingDirectory)->allow_extra_args(false);
  verb.add_flag("--search", a.train.search, "try every plan; dimensions given by --set or --plan are kept");
  verb.add_option("--top", a.train.top, "plans to list")->capture_default_str()->check(CLI::Range(1, 1000));
  verb.add_option("--objective", a.train.objective, "what is best")->capture_default_str()
      ->check(CLI::IsMember({"speed", "memory", "energy"}));
  verb.add_flag("--operators", a.train.operators, "also print every kernel");
  verb.add_flag("--json", a.options.json, "print the whole result as JSON");
  verb.add_option("-o,--output", a.options.output, "write step.json, operators.csv, memory.csv, plans.csv and trace.json here")
      ->type_name("DIR");
  verb.add_option("--threads", a.options.threads, "threads of a search, 0 = all; results do not depend on it")
      ->check(CLI::Range(0, 4096));
  verb.add_flag("--quiet", a.options.quiet, "no warnings on standard error");
  verb.footer(
      "Examples:\n"
      "  gw train llama3_70b --accelerator h100_sxm --count 512 --batch 512 --sequence 8192 --tp 4 --pp 4\n"
      "  gw train llama3_70b --accelerator h100_sxm --count 512 --batch 512 --sequence 8192 --search --top "
      "5\n"
      "  gw train mixtral_8x7b --accelerator gb200 --count 72 --batch 288 --sequence 4096 --precision fp8 "
      "--set expert=8 --operators\n"
      "  gw train llama3_8b --accelerator h100_sxm --count 8 --batch 64 --sequence 8192 --set zero_stage=3 "
      "-o step");
}

// The lists of CLI::Range let NaN through; what is read is checked again, with the reason (planning/waveform_settings.h).
void add_waveform_flags(CLI::App& verb, gw::planning::WaveformFlags& w) {
  const auto text = [&verb](const char* flag, std::string& value, const char* what, const char* type) {
    return verb.add_option(flag, value, what)->type_name(type);
  };
  text("--limits", w.limits, "grid code to check: a grid_codes row or a file", "NAME|FILE");
  verb.add_flag("--mitigate", w.mitigate, "find the cheapest smoothing that meets the limits");
  text("--smoothing", w.smoothing, "smoothing that the campus has: a smoothing row or a file", "NAME|FILE");
  text("--system", w.system, "power system that answers: a grid_systems row or a file", "NAME|FILE");
  text("--ride-through", w.ride_through, "what the load withstands: a ride_through row or a file", "NAME|FILE");
  text("--at", w.at, "hour to look at (default: of the highest facility power)", "DATE[THH]");
  text("--bus", w.bus, "electrical bus (default: those with a grid connection)", "NAME");
  text("--events", w.events, "of start, checkpoint, stall, fault, stop: happen to the training jobs, evenly spaced", "LIST");
  verb.add_option("--window", w.window_s, "span of time; 60, or as long as the clauses of --limits take, where not given")
      ->type_name("SECONDS");
  verb.add_option("--step", w.step_s, "spacing of the samples")->type_name("SECONDS")->capture_default_str();
  verb.add_option("--stall", w.stall_s, "length of a stall")->type_name("SECONDS")->capture_default_str();
  verb.add_option("--jitter", w.jitter_s, "spread (standard deviation) of the ranks of a job")->type_name("SECONDS")
      ->capture_default_str();
  verb.add_option("--phases", w.phases, "instances of a job: aligned (worst case) or random (of the seed)")
      ->capture_default_str()->check(CLI::IsMember({"aligned", "random"}));
}

void add_waveform(CLI::App& app, Arguments& a) {
  CLI::App& verb = *app.add_subcommand("waveform", "power as the grid sees it, from milliseconds up, against a grid code");
  verb.add_option("campus", a.first, "campus file (YAML)")->required();
  add_waveform_flags(verb, a.waveform);
  add_run_flags(verb, a.options);
  verb.add_flag("--json", a.options.json, "print the whole result as JSON");
  verb.add_option("-o,--output", a.options.output,
                  "write waveform.json, waveform.html and tables (waveform.csv, spectrum.csv, ...) here")
      ->type_name("DIR")->check(CLI::Validator(is_named, ""));
  verb.footer("Examples:\n  gw waveform campuses/prometheus.yaml\n"
              "  gw waveform campuses/prometheus.yaml --limits study_limits --mitigate\n"
              "  gw waveform campuses/prometheus.yaml --limits aeso_draft --events start,stop --window 1200 --step 0.1\n"
              "  gw waveform campuses/prometheus.yaml --system eastern --smoothing gb300_storage -o waveform");
}

void add_adequacy(CLI::App& app, Arguments& a) {
  CLI::App& verb = *app.add_subcommand("adequacy", "how often the plant of each bus cannot carry the load, and which units it can lose");
  verb.add_option("campus", a.first, "campus file (YAML)")->required();
  verb.add_option("--years", a.adequacy.years, "years of failures to draw, 0 = convolution alone")
      ->check(CLI::Range(0, 1'000'000))->capture_default_str();
  verb.add_option("--bus", a.adequacy.bus, "electrical bus (default: all)")->type_name("NAME");
  add_run_flags(verb, a.options);
  verb.add_flag("--json", a.options.json, "print the whole result as JSON");
  verb.footer("Examples:\n  gw adequacy campuses/prometheus.yaml\n"
              "  gw adequacy campuses/prometheus.yaml --bus south --set supply.1.units=0 --years 200");
}

void add_dispatch(CLI::App& app, Arguments& a) {
  CLI::App& verb = *app.add_subcommand("dispatch", "the year's dispatch beside the least cost that any could have");
  verb.add_option("campus", a.first, "campus file (YAML)")->required();
  verb.add_flag("--integer", a.dispatch.integer, "also the least cost with whole units: starts, minimum loads and times, reserve");
  verb.add_option("--gap", a.dispatch.gap_frac, "of --integer: share of a window's cost at which its search may end")
      ->check(CLI::Range(1e-6, 0.5))->capture_default_str();
  add_run_flags(verb, a.options);
  verb.add_flag("--json", a.options.json, "print the whole result as JSON, hour by hour");
  verb.footer("Examples:\n  gw dispatch campuses/prometheus.yaml\n"
              "  gw dispatch campuses/tiny.yaml --integer --gap 0.005\n"
              "  gw dispatch campuses/hyperion-phase1.yaml --set economics.operating.co2_usd_per_t=50 --json");
}

void add_check(CLI::App& app, Arguments& a) {
  CLI::App& verb = *app.add_subcommand(
      "check", "read a campus or a catalogue row and list every problem, without running it");
  verb.add_option("file", a.first, "campus file, or catalogue row (YAML)")->required();
  add_input_flags(verb, a.options);
  verb.add_flag("--quiet", a.options.quiet, "no warnings on standard error");
  verb.add_flag("--physics", a.options.physics,
                "also put every cooling plant, or the row's plant, through all weathers and loads");
  verb.footer(
      "Examples:\n  gw check campuses/tiny.yaml\n  gw check campuses/prometheus.yaml --physics\n  gw check "
      "catalog/cooling/warm_water_dry.yaml --physics");
}

void add_explain(CLI::App& app, Arguments& a) {
  CLI::App& verb = *app.add_subcommand("explain", "print how a headline number was made, down to its sources");
  verb.add_option("campus", a.first, "campus file (YAML)")->required();
  verb.add_option("metric", a.second, "id of a figure, e.g. pue; without it, the ids are listed");
  add_run_flags(verb, a.options);
  verb.add_flag("--json", a.options.json, "print the figures as JSON");
  verb.footer("Example:\n  gw explain campuses/tiny.yaml pue");
}

void add_diff(CLI::App& app, Arguments& a) {
  CLI::App& verb = *app.add_subcommand("diff", "compare the headlines and inputs of two campuses or result files");
  verb.add_option("first", a.first, "campus file or result.json")->required();
  verb.add_option("second", a.second, "campus file or result.json")->required();
  add_run_flags(verb, a.options);
  verb.footer("Example:\n  gw diff campuses/hyperion.yaml campuses/hyperion-phase1.yaml");
}

void add_catalog(CLI::App& app, Arguments& a) {
  CLI::App& verb = *app.add_subcommand("catalog", "list and show catalogue rows");
  verb.require_subcommand(1);
  CLI::App& list = *verb.add_subcommand("list", "names of rows, by folder");
  list.add_option("folder", a.first, "one folder, e.g. accelerators");
  list.add_option("--catalog", a.options.catalogue, "a folder of rows, searched first")->type_name("DIR")
      ->check(CLI::ExistingDirectory);
  CLI::App& show = *verb.add_subcommand("show", "one row with its sources");
  show.add_option("name", a.first, "row name, e.g. gb300 or accelerators/gb300")->required();
  show.add_option("--catalog", a.options.catalogue, "a folder of rows, searched first")->type_name("DIR")
      ->check(CLI::ExistingDirectory);
  verb.footer("Examples:\n  gw catalog list accelerators\n  gw catalog show gb300");
}

void add_evidence(CLI::App& app, Arguments& a) {
  CLI::App& verb =
      *app.add_subcommand("evidence", "compare predictions with published measurements, or with your own");
  verb.add_option("--data", a.evidence.data,
                  "measurements to score (default: the shipped table); columns: docs/evidence.md")
      ->type_name("FILE.csv");
  verb.add_option("--row", a.evidence.row,
                  "one row in full: what it prints, what was assumed, the parts of the step")
      ->type_name("ID");
  verb.add_option("--group", a.evidence.group,
                  "print one kind of group: all, sanity, model, sharding, generation, class, scale or source")
      ->type_name("KIND");
  verb.add_flag("--power", a.evidence.power, "power of racks, nodes and accelerators in place of training speed");
  verb.add_flag("--plant", a.evidence.plant, "cooling and supply in place of training speed");
  verb.add_flag("--json", a.options.json, "print every prediction and the summary as JSON");
  verb.add_option("--html", a.evidence.html, "write one page that works offline: predicted against measured")
      ->type_name("FILE");
  verb.add_option("-o,--output", a.options.output,
                  "write evidence.json, evidence.html, rows.csv and groups.csv here")
      ->type_name("DIR");
  verb.add_option("--set", a.options.set,
                  "change one number of a row: --set software.mlperf.host_per_step_ms=10")
      ->type_name("PATH=VALUE")
      ->take_all()
      ->allow_extra_args(false);
  verb.add_option("--catalog", a.options.catalogue,
                  "a folder of catalogue rows, searched before the shipped ones")
      ->type_name("DIR")
      ->check(CLI::ExistingDirectory)
      ->allow_extra_args(false);
  verb.add_flag("--quiet", a.options.quiet, "no warnings on standard error");
  verb.footer(
      "Examples:\n  gw evidence\n  gw evidence --group source\n  gw evidence --row T0856\n"
      "  gw evidence --html evidence.html\n  gw evidence --power");
}

void add_verbs(CLI::App& app, Arguments& a) {
  add_run(app, a);
  add_train(app, a);
  add_waveform(app, a);
  add_adequacy(app, a);
  add_dispatch(app, a);
  add_check(app, a);
  add_explain(app, a);
  add_diff(app, a);
  add_catalog(app, a);
  add_evidence(app, a);
  CLI::App& schema = *app.add_subcommand("schema", "print the JSON Schema of campus files or of a catalogue record");
  schema.add_option("what", a.first, "campus (default) or a name that --list prints, e.g. accelerators");
  schema.add_flag("--markdown", a.options.markdown, "print a reference page in place of the JSON Schema");
  schema.add_flag("--list", a.options.list, "print the names that have a schema");
  schema.footer("Examples:\n  gw schema\n  gw schema accelerators --markdown");
  CLI::App& init = *app.add_subcommand("init", "write a small commented campus file to start from");
  init.add_option("file", a.first, "file to create (default campus.yaml)");
  init.add_flag("--plant", a.plant, "a load in MW with cooling, grid, engines, solar and battery, in place of a training room");
  init.footer("Examples:\n  gw init my-campus.yaml\n  gw init --plant my-plant.yaml");
}

int dispatch(const CLI::App& app, const Arguments& a) {
  using namespace gw::app;
  const std::string verb = app.get_subcommands().front()->get_name();
  if (verb == "run") return verb_run(a.first, a.options);
  if (verb == "train") return verb_train(a.train, a.options);
  if (verb == "adequacy") return verb_adequacy(a.first, a.adequacy, a.options);
  if (verb == "dispatch") return verb_dispatch(a.first, a.dispatch, a.options);
  if (verb == "waveform") return verb_waveform(a.first, a.waveform, a.options);
  if (verb == "check") return verb_check(a.first, a.options);
  if (verb == "explain") return verb_explain(a.first, a.second, a.options);
  if (verb == "diff") return verb_diff(a.first, a.second, a.options);
  if (verb == "schema") return verb_schema(a.first, a.options);
  if (verb == "init") return verb_init(a.first, a.plant);
  if (verb == "evidence") return verb_evidence(a.evidence, a.options);
  const std::string sub = app.get_subcommands().front()->get_subcommands().front()->get_name();
  return sub == "list" ? verb_catalog_list(a.first, a.options) : verb_catalog_show(a.first, a.options);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"gigawatt: simulator and planner for gigawatt-scale AI data-centre campuses", "gw"};
  app.set_version_flag("--version", std::string("gigawatt ") + gw::app::kVersion);
  app.require_subcommand(1);
  app.footer("Results go to standard output, messages to standard error.\n"
             "Exit codes: 0 done, 1 failed run, 2 bad command or input (a plan that cannot run is one),\n"
             "3 a search that found no plan or no smoothing that passes, 130 interrupted.");
  Arguments arguments;
  add_verbs(app, arguments);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? gw::app::kDone : gw::app::kBadInput;
  }
  gw::app::catch_interrupt();
  try {
    return dispatch(app, arguments);
  } catch (const gw::app::Interrupted&) {
    std::fputs("gw: interrupted; nothing was written\n", stderr);
    return gw::app::kInterrupted;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "gw: failed: %s\n", error.what());
    return gw::app::kFailed;
  }
}
