/* What has reached the disk: for each file and folder under POWER_DATA, its state at its last successful
   fsync, kept under POWER_KEPT by inode: the content of a file, the inodes and names in a folder. Preloaded
   into the server; test_power.py makes of it what a power cut may leave. The disk itself is not asked to sync:
   a killed process leaves what it wrote. */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void keep_file(const char *path, int to) {
    char piece[65536];
    ssize_t length;
    int from = open(path, O_RDONLY);
    if (from < 0) abort();
    while ((length = read(from, piece, sizeof piece)) > 0)
        if (write(to, piece, length) != length) abort();
    close(from);
}

static void keep_folder(const char *path, int to) {
    struct dirent *entry;
    DIR *folder = opendir(path);
    if (!folder) abort();
    while ((entry = readdir(folder)))
        if (entry->d_name[0] != '.') dprintf(to, "%lu %s\n", (unsigned long)entry->d_ino, entry->d_name);
    closedir(folder);
}

static void keep(int fd) {
    const char *data = getenv("POWER_DATA"), *kept = getenv("POWER_KEPT");
    char link[64], path[PATH_MAX], next[PATH_MAX], last[PATH_MAX];
    struct stat found;
    if (!data || !kept || fstat(fd, &found)) return;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return;
    path[length] = 0;
    if (strncmp(path, data, strlen(data))) return;
    snprintf(last, sizeof last, "%s/%lu", kept, (unsigned long)found.st_ino);
    snprintf(next, sizeof next, "%s/next-%d-%d", kept, getpid(), gettid());
    int to = open(next, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (to < 0) abort();
    if (S_ISDIR(found.st_mode)) keep_folder(path, to);
    else keep_file(path, to);
    close(to);
    if (rename(next, last)) abort();
}

#define SYNC(name)                          \
    int name(int fd) {                      \
        if (fcntl(fd, F_GETFD) < 0) return -1; \
        keep(fd);                           \
        return 0;                           \
    }
SYNC(fsync)
SYNC(fdatasync)
