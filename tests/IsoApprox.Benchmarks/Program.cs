using BenchmarkDotNet.Running;
using IsoApprox.Benchmarks;

// "table [N,N,...] [n,n,...]" measures every kernel by a stopwatch in a few seconds, for ratios to the peers script within one run; anything else goes to
// BenchmarkDotNet.
if (args.Length > 0 && args[0] == "table")
{
    KernelTable.Print(args.Length > 1 ? args[1] : "1000,4096,10000", args.Length > 2 ? args[2] : "2,16,128");
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(KernelBenchmarks).Assembly).Run(args);
}
