using System.Diagnostics;
using System.Globalization;
using IsoApprox.Solver.Nearest;

namespace IsoApprox.Benchmarks;

/// <summary>
/// How far the intervals of d_haus close on Gaussian points with labels in turn: N = 50 to 400, 2, 5 and N/4 classes, n = 2 to 64, one
/// line a cell.
/// </summary>
internal static class LandscapeTable
{
    private const string Usage =
        "landscape [--points N,N,...] [--classes c,c,...] [--dimensions n,n,...] [--seconds S] [--seed K] "
        + "[--metric haus|iso] [--gap G] [--prove] [--cells NODES]";

    private static readonly int[] AllPoints = [50, 100, 200, 400];
    private static readonly int[] AllDimensions = [2, 4, 8, 16, 32, 64];

    internal static void Print(string[] arguments)
    {
        var options = Options.Parse(arguments);
        Solve(new Cell(24, 3, 2), options with { Seconds = 1 });
        Console.WriteLine($"{"N",5} {"c",4} {"n",3} {"lower",12} {"upper",12} {"gap",9} {"seconds",8}  source of the lower value");
        var gaps = new List<double>();
        foreach (var cell in options.Cells())
        {
            var (solution, seconds) = Solve(cell, options);
            gaps.Add(solution.Gap);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{cell.Count,5} {cell.Classes,4} {cell.Dimension,3} {solution.Lower,12:F7} {solution.Upper,12:F7} "
                + $"{solution.Gap,9:0.0e+0} {seconds,8:F2}  {solution.LowerSource}"));
        }

        gaps.Sort();
        var median = gaps.Count == 0 ? 0 : 0.5 * (gaps[(gaps.Count - 1) / 2] + gaps[gaps.Count / 2]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{gaps.Count} cells: median gap {median:0.000}, largest {gaps.LastOrDefault():0.000}, "
            + $"at most .05: {gaps.Count(g => g <= 0.05)}, at most .1: {gaps.Count(g => g <= 0.1)}"));
    }

    private static (NearestSolution Solution, double Seconds) Solve(Cell cell, Options options)
    {
        var f = Instances.Labelled(cell.Count, cell.Dimension, cell.Classes, options.Seed);
        var watch = Stopwatch.StartNew();
        var settings = new NearestSettings
        {
            Metric = options.Metric,
            TimeLimit = TimeSpan.FromSeconds(options.Seconds),
            Gap = options.Gap,
            Prove = options.Prove,
            DirectionNodes = options.Nodes,
        };
        var solution = NearestSolver.Solve(f, settings);
        return (solution, watch.Elapsed.TotalSeconds);
    }

    private readonly record struct Cell(int Count, int Classes, int Dimension);

    private sealed record Options
    {
        internal int[] Points { get; init; } = AllPoints;

        internal int[]? Classes { get; init; }

        internal int[] Dimensions { get; init; } = AllDimensions;

        internal double Seconds { get; init; } = 20;

        internal int Seed { get; init; } = 1;

        internal double Gap { get; init; } = 1e-3;

        internal bool Prove { get; init; }

        /// <summary>Largest number of nodes of the search over direction cells; 0 leaves it out.</summary>
        internal int? Nodes { get; init; }

        internal Certificates.NearestMetric Metric { get; init; }

        internal static Options Parse(string[] arguments)
        {
            var options = new Options();
            for (var k = 0; k < arguments.Length; k++)
            {
                string Value() => ++k < arguments.Length ? arguments[k]
                    : throw new ArgumentException($"no value after {arguments[k - 1]}; usage: {Usage}");
                int[] List() => [.. Value().Split(',').Select(x => int.Parse(x, CultureInfo.InvariantCulture))];
                options = arguments[k] switch
                {
                    "--points" => options with { Points = List() },
                    "--classes" => options with { Classes = List() },
                    "--dimensions" => options with { Dimensions = List() },
                    "--seconds" => options with { Seconds = double.Parse(Value(), CultureInfo.InvariantCulture) },
                    "--seed" => options with { Seed = int.Parse(Value(), CultureInfo.InvariantCulture) },
                    "--gap" => options with { Gap = double.Parse(Value(), CultureInfo.InvariantCulture) },
                    "--metric" => options with
                    {
                        Metric = Value() == "iso" ? Certificates.NearestMetric.IsometricError : Certificates.NearestMetric.HausdorffLike,
                    },
                    "--cells" => options with { Nodes = int.Parse(Value(), CultureInfo.InvariantCulture) },
                    "--prove" => options with { Prove = true },
                    _ => throw new ArgumentException($"unknown option {arguments[k]}; usage: {Usage}"),
                };
            }

            return options;
        }

        internal IEnumerable<Cell> Cells() =>
            from count in Points
            from classes in Classes ?? [2, 5, count / 4]
            from dimension in Dimensions
            select new Cell(count, classes, dimension);
    }
}
