using System.Globalization;
using BenchmarkDotNet.Running;
using IsoApprox.Benchmarks;

// "table [N,N,...]" measures every kernel by a stopwatch in a few seconds, for ratios to the peers script within one run;
// "nearest FILE [n]" and "thickness FILE" print values and times on the sets of tests/IsoApprox.Solver.Tests/Data; anything else goes to BenchmarkDotNet.
if (args.Length > 0 && args[0] == "table")
{
    KernelTable.Print(args.Length > 1 ? args[1] : "1000,4096,10000");
}
else if (args.Length > 1 && args[0] == "nearest")
{
    ReferenceTables.Nearest(args[1], 1e-6, args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 2);
}
else if (args.Length > 1 && args[0] == "thickness")
{
    ReferenceTables.Thickness(args[1]);
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(KernelBenchmarks).Assembly).Run(args);
}
