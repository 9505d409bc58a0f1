# Compile options shared by every target.
# -ffp-contract=off: the same bytes in every build type (no fused multiply-add at -O2 only).
add_library(gw_options INTERFACE)
target_compile_options(gw_options INTERFACE -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion -Wno-restrict
                       -Wnon-virtual-dtor -ffp-contract=off)
if(GW_WERROR)
  target_compile_options(gw_options INTERFACE -Werror)
endif()
if(GW_SANITIZE)
  target_compile_options(gw_options INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all
                         -fno-omit-frame-pointer)
  target_link_options(gw_options INTERFACE -fsanitize=address,undefined)
endif()
if(GW_SANITIZE_THREAD)
  target_compile_options(gw_options INTERFACE -fsanitize=thread)
  target_link_options(gw_options INTERFACE -fsanitize=thread)
endif()
target_include_directories(gw_options INTERFACE ${PROJECT_SOURCE_DIR}/src)

find_program(GW_CCACHE ccache)
if(GW_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${GW_CCACHE})
endif()
