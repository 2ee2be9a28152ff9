// table of fuzz targets
