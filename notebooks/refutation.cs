// Run from anywhere: dotnet run notebooks/refutation.cs
// Theorem 3 of arXiv 2210.11173 says d_iso(f, F_TS) <= 2 L(f). Here is an embedding with d_iso > 2.25 L, the proof, and what the proof
// depends on.
#:project ../src/IsoApprox.Studies/IsoApprox.Studies.csproj
#:property PublishAot=false

using System.Runtime.CompilerServices;
using IsoApprox.Arithmetic;
using IsoApprox.Certificates;
using IsoApprox.Certificates.Files;
using IsoApprox.Certificates.Rank;
using IsoApprox.Embeddings.Files;
using IsoApprox.Measures;
using IsoApprox.Sets;
using IsoApprox.Solver.Counterexamples;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Nearest.Candidates;

// 1. The proof is a file. Checking it needs no solver: rational arithmetic only.
using var file = File.OpenRead(DataFile("integer-tetrahedra-certificate.json"));
var certificate = (RankCertificate)CertificateJson.Read(file, "integer-tetrahedra-certificate.json");
var verdict = certificate.CheckAlone();
Console.WriteLine(
    $"certificate: {certificate.Count} points in dimension {certificate.Dimension}, {certificate.Tau.Count} triplets carry weight");
Console.WriteLine(
    $"checked in exact rationals: {(verdict.Accepted ? "accepted" : "rejected")}, d_iso > {verdict.Ratio:F4} L, so d_iso <= 2 L is false");

// 2. A check that accepts everything would be worth nothing: alter one multiplier by a thousandth, or claim a level 10 % higher.
var first = certificate.Tau[0];
var altered = certificate with { Tau = [first with { Value = first.Value * new ExactRational(1001, 1000) }, .. certificate.Tau.Skip(1)] };
var bold = certificate with { Level = certificate.Level * new ExactRational(11, 10) };
Console.WriteLine($"one multiplier altered: {Word(altered)}; level raised by 10 %: {Word(bold)}");

// 3. The points: five tetrahedra in a row, neighbours in orthogonal planes, each row of distances a little too short.
var f = EmbeddingReader.Read(DataFile("integer-tetrahedra.csv"), new EmbeddingReadOptions());
var loss = TripletLoss.HardMined(f);
Console.WriteLine($"points: L = {loss.Value:G6} against a diameter of {Diameter.Compute(f).Value:G6}; hardest triplet {loss.Triplet}");
var tangent = TangentProgram.Solve(f)!;
Console.WriteLine($"to first order the nearest Triplet-Separated embedding is at {tangent.Ratio:F4} L; the limit for small L is 8/3");

// 4. The claim is true with room to move: one more dimension is enough here, and c - 1 more always are.
var settings = new NearestSettings { Metric = NearestMetric.IsometricError, Dimension = f.Dimension + 1, Starts = 1, Seed = 1, Gap = 0.01 };
var roomy = NearestSolver.Solve(f, settings);
Console.WriteLine($"dimension {f.Dimension + 1}: a Triplet-Separated embedding at {roomy.Upper / loss.Value:F4} L was found");
var lifted = LiftRepair.Apply(f, loss.Value);
Console.WriteLine(
    $"dimension {lifted.Dimension}: the lift of the corrected theorem is at {IsometricError.Compute(f, lifted).Value / loss.Value:F4} L "
        + $"(at most sqrt 3), "
    + $"worst violation {TripletSeparation.Worst(lifted).Violation:G2} (below 0: none)");

static string Word(RankCertificate c) => c.CheckAlone().Accepted ? "ACCEPTED" : "rejected";

static string DataFile(string name, [CallerFilePath] string script = "") => Path.Combine(Path.GetDirectoryName(script)!, "data", name);
