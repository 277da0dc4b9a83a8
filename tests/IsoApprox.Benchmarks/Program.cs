using System.Globalization;
using BenchmarkDotNet.Running;
using IsoApprox.Benchmarks;
using IsoApprox.Cli;

// "table [N,N,...] [n,n,...]" measures every kernel by a stopwatch in a few seconds, for ratios to the peers script within one run;
// "certificates [section ...]" shows how far and how fast the intervals of nearest close (sections: reference, free, haus, iso, large;
// default all but large); "large [N n CLASSES DELTA GAP SECONDS]" solves Gaussian mixtures with class means of spread DELTA (0: random
// labels) and prints time and memory; "linear [N ...]" compares the engines for linear programs: metric relaxations of N points, tangent
// programs, dense programs; "planar" sets SCIP over sectors of directions against the branch and bound; "nearest FILE [threads]" and
// "thickness FILE" print proved values and times on the sets of tests/IsoApprox.Solver.Tests/Data; anything else goes to BenchmarkDotNet.
// "landscape [--points N,..] [--classes c,..] [--dimensions n,..] [--seconds S] [--seed K] ..." prints intervals of d_haus on
// Gaussian cells.
OptionalEngines.Register();
switch (args)
{
    case ["table", ..]:
        KernelTable.Print(args.Length > 1 ? args[1] : "1000,4096,10000", args.Length > 2 ? args[2] : "2,16,128");
        break;
    case ["certificates", ..]:
        CertificateTable.Print(args[1..]);
        break;
    case ["large", ..]:
        LargeTable.Print(args[1..]);
        break;
    case ["landscape", ..]:
        LandscapeTable.Print(args[1..]);
        break;
    case ["linear", .. var sizes]:
        LinearTable.Print(sizes.Length > 0 ? [.. sizes.Select(int.Parse)] : [12, 18, 24, 40, 60]);
        break;
    case ["planar"]:
        PlanarTable.Print();
        break;
    case ["nearest", var file, ..]:
        ReferenceTables.Nearest(file, 1e-6, args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 2);
        break;
    case ["thickness", var file, ..]:
        ReferenceTables.Thickness(file);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(KernelBenchmarks).Assembly).Run(args);
        break;
}
