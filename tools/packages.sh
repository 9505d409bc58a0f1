# Debian 12 packages, read by tools/setup. One list for building, one more for testing and benchmarks.
build_packages="g++ cmake ninja-build pkg-config libyaml-cpp-dev nlohmann-json3-dev libcli11-dev libfmt-dev
  libtbb-dev libnetcdf-dev libkissfft-dev coinor-libclp-dev coinor-libcbc-dev esbuild"
test_packages="doctest-dev libbenchmark-dev python3 python3-jsonschema universal-ctags chromium
 python3-yaml"
