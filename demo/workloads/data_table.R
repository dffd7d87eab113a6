# Groups and sorts 100000 rows by four threads; forked: in mclapply.
# tolerance: 1e-12
suppressMessages(library(data.table))
work <- function() {
    setDTthreads(4)
    d <- data.table(k = (1:100000 * 7919) %% 1009, value = (1:100000 * 104729) %% 10007)
    sums <- d[, list(sum = sum(value)), keyby = k]
    sorted <- d[order(value, k)]
    list(c(sums$sum, sorted$k[1:100]), length(list.files("/proc/self/task")))
}
done <- work()
if (commandArgs(TRUE)[1] == "forked") {
    children <- parallel::mclapply(1:2, function(i) work(), mc.cores = 2)
    stopifnot(identical(children[[1]], children[[2]]))
    done <- children[[1]]
}
cat(format(done[[1]], digits = 17), sep = "\n")
cat("THREADS", done[[2]], "\n")
