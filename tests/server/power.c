/* What a power cut leaves: for each file under POWER_DATA, its content at its last successful fsync,
   kept under POWER_KEPT. Preloaded into the server; a cut is then: kill it, look at POWER_KEPT only. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void keep(int fd) {
    const char *data = getenv("POWER_DATA"), *kept = getenv("POWER_KEPT");
    char link[64], path[PATH_MAX], next[PATH_MAX + 8], last[PATH_MAX], piece[65536];
    if (!data || !kept) return;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return;
    path[length] = 0;
    size_t prefix = strlen(data);
    if (strncmp(path, data, prefix) || strchr(path + prefix + 1, '/') || !strstr(path, ".sqlite3")) return;
    snprintf(last, sizeof last, "%s%s", kept, path + prefix);
    snprintf(next, sizeof next, "%s.next", last);
    int from = open(path, O_RDONLY), to = open(next, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (from < 0 || to < 0) abort();
    while ((length = read(from, piece, sizeof piece)) > 0)
        if (write(to, piece, length) != length) abort();
    close(from);
    close(to);
    if (rename(next, last)) abort();
}

#define SYNC(name)                                            \
    int name(int fd) {                                        \
        int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, #name); \
        int result = real(fd);                                \
        if (!result) keep(fd);                                \
        return result;                                        \
    }
SYNC(fsync)
SYNC(fdatasync)
