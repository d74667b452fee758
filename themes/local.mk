# themes: installed as they are; src/canvas/theme.h says how they are written.
themesdir = $(pkgdatadir)/themes
dist_themes_DATA = themes/dark themes/light themes/high-contrast themes/colour-blind themes/solarized themes/mono
