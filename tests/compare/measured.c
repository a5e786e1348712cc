/* Runs a program and notes how long it ran, how long it had a processor, and how much memory it had at most.
   It never adds its own size to that: what starts a program counts as part of it, so this is as small as can be.

   measured SECONDS FILE PROGRAM [ARGUMENT …]

   Into FILE goes: wall time and processor time (user and system) in microseconds, peak resident memory in KiB. Ends as the
   program did; with 124 if it was killed because it ran longer than SECONDS. */

#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static pid_t child;
static volatile sig_atomic_t late;

static void end_it(int signal)
{
    (void)signal;
    late = 1;
    kill(child, SIGKILL);
}

int main(int count, char **words)
{
    if (count < 4) {
        fputs("measured SECONDS FILE PROGRAM [ARGUMENT ...]\n", stderr);
        return 2;
    }
    struct timespec began, ended;
    clock_gettime(CLOCK_MONOTONIC, &began);
    child = fork();
    if (child == 0) {
        execvp(words[3], words + 3);
        perror(words[3]);
        _exit(127);
    }
    if (child < 0) {
        perror("fork");
        return 2;
    }
    struct sigaction action = {.sa_handler = end_it, .sa_flags = SA_RESTART};
    sigaction(SIGALRM, &action, NULL);
    alarm((unsigned)atoi(words[1]));
    int status;
    struct rusage usage;
    if (wait4(child, &status, 0, &usage) != child) {
        perror("wait4");
        return 2;
    }
    clock_gettime(CLOCK_MONOTONIC, &ended);
    FILE *file = fopen(words[2], "w");
    if (!file) {
        perror(words[2]);
        return 2;
    }
    long long micros = (ended.tv_sec - began.tv_sec) * 1000000LL + (ended.tv_nsec - began.tv_nsec) / 1000;
    long long busy = (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000LL + usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
    fprintf(file, "%lld %lld %ld\n", micros, busy, usage.ru_maxrss);
    if (fclose(file) != 0) {
        perror(words[2]);
        return 2;
    }
    return late ? 124 : WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
