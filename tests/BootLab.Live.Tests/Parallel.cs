using Xunit.v3;

// These tests wait for boot programs far more than they compute: more of them side by side than there are processors.
[assembly: Parallelization(MaxThreads = 6)]
