using System.Diagnostics;
using System.Globalization;
using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Judging;
using IsoApprox.Solver.Linear;
using IsoApprox.Solver.Nearest;

namespace IsoApprox.Benchmarks;

/// <summary>
/// d_haus in the plane as a mixed-integer program, against the branch and bound: every difference of two classes lies in one of K sectors,
/// one binary each, in which |g_k - g_i| >= s becomes (g_k - g_i).e >= s cos(pi/K); disks become regular polygons with K sides around them.
/// The value is below the optimum by up to a relative 1 - cos(pi/K) at each of the three places.
/// </summary>
internal static class PlanarTable
{
    private const double Patience = 60;

    /// <summary>U above the attained value, so that the engine finds points easily.</summary>
    private const double Room = 1.1;

    /// <summary>Prints one line for each N and K.</summary>
    internal static void Print()
    {
        Console.WriteLine("N   K   branch and bound (seconds)      scip: value   bound (seconds, nodes)   share of the optimum");
        foreach (var count in new[] { 6, 8, 10 })
        {
            var random = new Random(count);
            var f = Embedding.Create(
                [.. Enumerable.Range(0, 2 * count).Select(_ => random.NextDouble())], 2,
                [.. Enumerable.Range(0, count).Select(i => i % 2)]);
            var settings = new NearestSettings
            {
                Metric = NearestMetric.HausdorffLike,
                Prove = true,
                TimeLimit = TimeSpan.FromSeconds(Patience),
            };
            var own = NearestSolver.Solve(f, settings);
            foreach (var sectors in new[] { 8, 16, 32 })
            {
                var watch = Stopwatch.StartNew();
                var limits = new MixedIntegerLimits { Time = TimeSpan.FromSeconds(Patience), Gap = 1e-6 };
                var answer = MixedIntegerSolvers.Create("scip").Solve(State(f, own.Upper * Room, sectors), limits);
                var (value, bound) = (answer.Primal?[0] * own.Upper * Room, answer.Bound * own.Upper * Room);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{count,-3} {sectors,-3} [{own.Lower:0.000000}, {own.Upper:0.000000}] ({own.Seconds:0.0})   "
                        + $"{value:0.000000}   {bound:0.000000} ("
                        + $"{watch.Elapsed.TotalSeconds:0.0}, {answer.Nodes})   {bound / own.Upper:0.000}"));
            }
        }
    }

    /// <summary>The program in units of an attained value; displacements of the points are its variables.</summary>
    private static MixedIntegerProgram State(Embedding f, double unit, int sectors)
    {
        var program = new IndicatorProgram();
        var t = program.Variable(0, 1, cost: 1);
        var x = Enumerable.Range(0, f.Count).Select(_ => (X: program.Variable(-1, 1), Y: program.Variable(-1, 1))).ToArray();
        var diameter = Measures.Diameter.Compute(f).Value / unit;
        var radius = Enumerable.Range(0, f.Count).Select(_ => program.Variable(0, diameter + 2)).ToArray();
        var directions = Enumerable.Range(0, sectors).Select(k => Math.SinCos(2 * Math.PI * k / sectors)).Select(d => (X: d.Cos, Y: d.Sin))
            .ToArray();
        for (var i = 0; i < f.Count; i++)
        {
            foreach (var e in directions)
            {
                program.AtLeast(0, (t, 1), (x[i].X, -e.X), (x[i].Y, -e.Y));
            }

            for (var j = 0; j < f.Count; j++)
            {
                if (i != j && f.Classes[i] == f.Classes[j])
                {
                    foreach (var e in directions)
                    {
                        program.AtLeast(Along(i, j, e), [(radius[i], 1), .. Difference(i, j, (-e.X, -e.Y))]);
                    }
                }
                else if (i < j && f.Classes[i] != f.Classes[j])
                {
                    AddSectors(i, j);
                }
            }
        }

        return program.Build();

        double Along(int i, int j, (double X, double Y) e) => (((f[j][0] - f[i][0]) * e.X) + ((f[j][1] - f[i][1]) * e.Y)) / unit;

        (int Variable, double Coefficient)[] Difference(int i, int j, (double X, double Y) e) =>
            [(x[j].X, e.X), (x[j].Y, e.Y), (x[i].X, -e.X), (x[i].Y, -e.Y)];

        void AddSectors(int i, int j)
        {
            var chosen = new List<(int, double)>();
            var (sin, cos) = Math.SinCos(Math.PI / sectors);
            foreach (var e in directions)
            {
                var binary = program.Binary();
                chosen.Add((binary, 1));
                foreach (var r in new[] { radius[i], radius[j] })
                {
                    program.AtLeastIf(binary, true, -Along(i, j, e), [.. Difference(i, j, e), (r, -cos)]);
                }

                // The two sides of the sector.
                foreach (var side in new[] { ((sin * e.X) - (cos * e.Y), (sin * e.Y) + (cos * e.X)),
                    ((sin * e.X) + (cos * e.Y), (sin * e.Y) - (cos * e.X)) })
                {
                    program.AtLeastIf(binary, true, -Along(i, j, side), Difference(i, j, side));
                }
            }

            program.AtLeast(1, [.. chosen]);
        }
    }
}
