// Run from anywhere: dotnet run notebooks/quickstart.cs
// A labelled embedding in; measures, the nearest Triplet-Separated embedding and its proved interval out.
#:project ../src/IsoApprox.Solver/IsoApprox.Solver.csproj
#:property PublishAot=false

using System.Runtime.CompilerServices;
using IsoApprox.Certificates;
using IsoApprox.Embeddings.Files;
using IsoApprox.Measures;
using IsoApprox.Sets;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Thickness;

var f = EmbeddingReader.Read(DataFile("iris.csv"), new EmbeddingReadOptions { LabelColumn = "species" });
Console.WriteLine($"{f.Count} points, {f.Dimension} coordinates, classes {string.Join(", ", f.ClassNames)}");

var diameter = Diameter.Compute(f);
Console.WriteLine($"diameter {diameter.Value:G6} between rows {diameter.First} and {diameter.Second}");

var loss = TripletLoss.HardMined(f);
Console.WriteLine($"hard-mined triplet loss L = {loss.Value:G6} at {loss.Triplet}");
Console.WriteLine($"batch-hard loss = {TripletLoss.BatchHard(f).Value:G6}");
Console.WriteLine($"Triplet-Separated: {TripletSeparation.IsSatisfied(f)}");

var thickness = ThicknessSolver.Compute(f);
Console.WriteLine($"thickness in [{thickness.Lower:G6}, {thickness.Upper:G6}] ({thickness.Method})");

foreach (var metric in new[] { NearestMetric.HausdorffLike, NearestMetric.IsometricError })
{
    var solution = NearestSolver.Solve(f, new NearestSettings { Metric = metric, Seed = 1 });
    Console.WriteLine(
        $"{metric}: d(f, F_TS) in [{solution.Lower:G6}, {solution.Upper:G6}], {solution.Status}, "
            + $"proved Triplet-Separated: {TripletSeparation.IsSatisfied(solution.Nearest)}");
}

static string DataFile(string name, [CallerFilePath] string script = "") => Path.Combine(Path.GetDirectoryName(script)!, "data", name);
