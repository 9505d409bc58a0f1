# cmake -DESBUILD=esbuild -DWEB=web -DOUT=folder [-DENTRY=main.ts] [-DPAGE=report] [-DCHARTS=OFF] -P web_bundle.cmake
# Writes OUT/<page>_template.html, in which only @RESULT@ is left to fill in, and OUT/<page>_template.cpp, which holds it
# as gw::report::<page>_template(). CHARTS=OFF leaves the chart library out.
cmake_minimum_required(VERSION 3.25)
if(NOT ENTRY)
  set(ENTRY ${WEB}/src/main.ts)
endif()
if(NOT PAGE)
  set(PAGE report)
endif()
file(MAKE_DIRECTORY ${OUT})
execute_process(
  COMMAND ${ESBUILD} ${ENTRY} --bundle --minify --charset=utf8 --target=es2020 --format=iife --log-level=warning
          --outfile=${OUT}/${PAGE}.js
  RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "esbuild could not bundle ${ENTRY}")
endif()

file(READ ${WEB}/report.html page)
file(READ ${WEB}/report.css style)
if(NOT DEFINED CHARTS OR CHARTS)
  file(READ ${WEB}/vendor/uPlot.min.css chart_style)
  file(READ ${WEB}/vendor/uPlot.iife.min.js chart_script)
endif()
file(READ ${OUT}/${PAGE}.js script)
string(REPLACE "@STYLE@" "${chart_style}\n${style}" page "${page}")
string(REPLACE "@SCRIPT@" "${chart_script}\n${script}" page "${page}")
file(WRITE ${OUT}/${PAGE}_template.html "${page}")

# A raw string literal takes the text as it is. Its delimiter is one that no page contains.
set(delimiter gw_web_page)
string(FIND "${page}" ")${delimiter}\"" clash)
if(NOT clash EQUAL -1)
  message(FATAL_ERROR "the report page contains the text )${delimiter}\"")
endif()
file(WRITE ${OUT}/${PAGE}_template.cpp
"// Made by cmake/web_bundle.cmake from web/: do not edit.
#include <string_view>

namespace gw::report {

std::string_view ${PAGE}_template() {
  static constexpr std::string_view kPage = R\"${delimiter}(${page})${delimiter}\";
  return kPage;
}

}  // namespace gw::report
")
