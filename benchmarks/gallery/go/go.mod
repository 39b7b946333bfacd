module gallery

go 1.19
