using System.Diagnostics;
using System.Globalization;
using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Counterexamples;
using IsoApprox.Solver.Linear;
using IsoApprox.Solver.Nearest.Bounds;

namespace IsoApprox.Benchmarks;

/// <summary>Engines for linear programs side by side: time, and the bound that is left after a rigorous check.</summary>
internal static class LinearTable
{
    private const double Patience = 20;
    private const int LargestBuiltIn = 32;

    /// <summary>Prints one line for each kind of program, size and engine.</summary>
    /// <param name="sizes">N of the metric relaxation; the other kinds have fixed sizes.</param>
    internal static void Print(int[] sizes)
    {
        Console.WriteLine("program                engine    variables   processor seconds   bound");
        foreach (var count in sizes)
        {
            foreach (var engine in LinearProgramSolvers.Available.Where(
                name => name != LinearProgramSolvers.BuiltIn || count <= LargestBuiltIn))
            {
                var problem = Problem.TripletSeparated(Points(count, 2, 3), NearestMetric.IsometricError, 0, 2);
                Report($"metric, N = {count}", engine, (count * (count + 1) / 2) + 1, count <= 24 ? 3 : 1, (solver, stop) =>
                    MetricRelaxation.Certify(problem, Upper(problem), solver, stop)?.Check(problem).Lower ?? double.NaN);
            }
        }

        foreach (var count in new[] { 6, 12, 20, 30 })
        {
            foreach (var engine in LinearProgramSolvers.Available.Where(name => name != LinearProgramSolvers.BuiltIn || count <= 20))
            {
                var f = Points(count, 2, 2);
                Report(
                    $"tangent, N = {count}", engine, (2 * count) + 1, 3,
                    (solver, _) => TangentProgram.Solve(f, default, solver)?.Ratio ?? double.NaN);
            }
        }

        foreach (var (variables, rows) in new[] { (20, 40), (100, 200), (300, 600) })
        {
            foreach (var engine in LinearProgramSolvers.Available)
            {
                var program = Dense(variables, rows);
                Report($"dense, {rows} rows", engine, variables, 3, (solver, _) => solver.Solve(program).SafeBound);
            }
        }
    }

    /// <summary>
    /// Median processor time of some runs, which another load of the machine hardly changes; the first one of all loads the native library
    /// and is not counted.
    /// </summary>
    private static void Report(string kind, string engine, int variables, int runs, Func<ILinearProgramSolver, Func<bool>, double> run)
    {
        LinearProgramSolvers.Create(engine).Solve(Dense(3, 3));
        var (seconds, bound) = (new List<double>(), double.NaN);
        for (var k = 0; k < runs && seconds.Sum() < Patience; k++)
        {
            var (watch, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
            bound = run(LinearProgramSolvers.Create(engine), () => watch.Elapsed.TotalSeconds > Patience);
            seconds.Add((Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }

        var median = seconds.Order().ElementAt(seconds.Count / 2);
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{kind,-22} {engine,-9} {variables,9} {median,19:0.0000}   {bound:R}"));
    }

    /// <summary>A value that is attained: all points at one place.</summary>
    private static double Upper(Problem problem) => Measures.Diameter.Compute(problem.Points).Value;

    private static Embedding Points(int count, int dimension, int classes)
    {
        var random = new Random(count);
        return Embedding.Create(
            [.. Enumerable.Range(0, count * dimension).Select(_ => random.NextDouble())], dimension,
            [.. Enumerable.Range(0, count).Select(i => i % classes)]);
    }

    private static LinearProgram Dense(int variables, int rows)
    {
        var random = new Random(variables);
        var program = new LinearProgram(
            [.. Enumerable.Range(0, variables).Select(_ => random.NextDouble())], new double[variables],
            [.. Enumerable.Repeat(10.0, variables)]);
        for (var i = 0; i < rows; i++)
        {
            program.AddRow(
                [.. Enumerable.Range(0, variables).Select(_ => random.NextDouble())], 1 + random.NextDouble(), double.PositiveInfinity);
        }

        return program;
    }
}
