# The report's page: TypeScript bundled by esbuild, put with stylesheet and chart library into one HTML template,
# and the template into the static library gw_web_assets (std::string_view gw::report::report_template()); the same for the
# pages of `gw evidence` (evidence_template()) and `gw waveform` (waveform_template()).
find_program(GW_ESBUILD esbuild)
if(NOT GW_ESBUILD)
  message(FATAL_ERROR "esbuild was not found: the HTML report is bundled with it.\n"
                      "Install the Debian package: apt-get install esbuild")
endif()

set(gw_web_folder ${PROJECT_SOURCE_DIR}/web)
set(gw_web_output ${PROJECT_BINARY_DIR}/web)
file(GLOB gw_web_sources CONFIGURE_DEPENDS ${gw_web_folder}/src/*.ts)

function(gw_web_page page entry)
  add_custom_command(
    OUTPUT ${gw_web_output}/${page}_template.cpp
    BYPRODUCTS ${gw_web_output}/${page}_template.html
    COMMAND ${CMAKE_COMMAND} -DESBUILD=${GW_ESBUILD} -DWEB=${gw_web_folder} -DOUT=${gw_web_output}
            -DPAGE=${page} -DENTRY=${gw_web_folder}/src/${entry} ${ARGN} -P ${PROJECT_SOURCE_DIR}/cmake/web_bundle.cmake
    DEPENDS ${gw_web_sources} ${gw_web_folder}/report.html ${gw_web_folder}/report.css
            ${gw_web_folder}/vendor/uPlot.iife.min.js ${gw_web_folder}/vendor/uPlot.min.css
            ${PROJECT_SOURCE_DIR}/cmake/web_bundle.cmake
    COMMENT "Bundling the HTML page ${page}"
    VERBATIM)
endfunction()
gw_web_page(report main.ts)
gw_web_page(evidence evidence_main.ts -DCHARTS=OFF)
gw_web_page(waveform waveform_main.ts)

add_library(gw_web_assets STATIC ${gw_web_output}/report_template.cpp ${gw_web_output}/evidence_template.cpp
            ${gw_web_output}/waveform_template.cpp)
