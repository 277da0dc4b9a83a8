using BenchmarkDotNet.Running;
using IsoApprox.Benchmarks;

// "certificates [section ...]" shows how far and how fast the intervals of nearest close (sections: reference, free, haus, iso, large; default all but large);
// "table [N,N,...]" measures every kernel by a stopwatch in a few seconds, for ratios to the peers script within one run; anything else goes to
// BenchmarkDotNet.
if (args.Length > 0 && args[0] == "table")
{
    KernelTable.Print(args.Length > 1 ? args[1] : "1000,4096,10000");
}
else if (args.Length > 0 && args[0] == "certificates")
{
    CertificateTable.Print(args[1..]);
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(KernelBenchmarks).Assembly).Run(args);
}
