using System.Text;
using System.Text.Json.Nodes;
using IsoApprox.Certificates;
using IsoApprox.Certificates.Direction;
using IsoApprox.Certificates.Files;
using IsoApprox.Embeddings;
using IsoApprox.Sets;

namespace IsoApprox.Tests.Certificates.Direction;

/// <summary>Direction certificates in a file that the independent script reads too: accepted as they are, and no lie with them.</summary>
public class DirectionCertificateTests
{
    private const int Count = 4;

    public static TheoryData<int> Items => [.. Enumerable.Range(0, Count)];

    [Theory]
    [MemberData(nameof(Items))]
    public void They_are_accepted_and_survive_JSON(int item)
    {
        var (problem, certificate, bound) = Read(item);
        var verdict = certificate.Check(problem);
        Assert.True(verdict.Accepted, verdict.Reason);
        Assert.Equal(bound, verdict.Lower);
        Assert.True(Check(ToJson(certificate), problem).Accepted);
    }

    [Theory]
    [MemberData(nameof(Items))]
    public void They_speak_of_their_own_distance_dimension_and_points(int item)
    {
        var (problem, certificate, _) = Read(item);
        var (f, n) = (problem.Points, problem.Points.Dimension);
        Problem[] others =
        [
            Of(f, problem.Margin, n + 1), Of(f, problem.Margin, null), Of(f, problem.Margin + 0.1, n),
            Of(f.WithPoints([.. f.Coordinates.ToArray().Select(x => 2 * x)], n), problem.Margin, n),
            Problem.TripletSeparated(f, NearestMetric.IsometricError, problem.Margin, n),
        ];
        Assert.All(others, other => Assert.False(certificate.Check(other).Accepted));
        Assert.All(others, other => Assert.False((certificate with { Digest = other.Digest }).Check(other) is { Accepted: true }
            && (other.Dimension != n || other.Metric == NearestMetric.IsometricError)));
    }

    [Theory]
    [MemberData(nameof(Items))]
    public void Sets_inside_F_TS_are_bounded_too_and_others_refused(int item)
    {
        var (problem, certificate, bound) = Read(item);
        var (f, n, alpha) = (problem.Points, problem.Points.Dimension, problem.Margin);

        // The slopes of a larger margin are others.
        var more = Array.Exists(certificate.Leaves, leaf => leaf.Slopes.Length > 0) ? 0 : 0.25;
        IdealSet[] inside =
        [
            IdealSet.TripletSeparated(alpha).AtLeastApart(0.1), IdealSet.Contrastive(0.5, 0.5 + more + alpha),
            IdealSet.Ladder(SimilarityLevels.OfClasses(f.ClassCount), alpha), IdealSet.Sphere(alpha),
        ];
        foreach (var set in inside)
        {
            var other = new Problem(f, NearestMetric.HausdorffLike, set, n);
            var verdict = (certificate with { Digest = other.Digest }).Check(other);
            Assert.True(verdict.Accepted && verdict.Lower == bound, $"{set.Name}: {verdict.Reason}");
        }

        var outside = new Problem(f, NearestMetric.HausdorffLike, IdealSet.Contrastive(1, 0.5), n);
        Assert.False((certificate with { Digest = outside.Digest }).Check(outside).Accepted);
    }

    [Fact]
    public void Slopes_are_needed_kept_in_files_and_belong_to_a_margin()
    {
        var (problem, certificate, _) = Read(Count - 1);
        DirectionCertificate With(Func<DirectionLeaf, double[]> slopes) =>
            certificate with { Leaves = [.. certificate.Leaves.Select(leaf => leaf with { Slopes = slopes(leaf) })] };
        Assert.All(certificate.Leaves, leaf => Assert.NotEmpty(leaf.Slopes));
        Assert.False(With(_ => []).Check(problem).Accepted);
        Assert.False(With(leaf => new double[leaf.Slopes.Length]).Check(problem).Accepted);
        Assert.False(With(leaf => Array.ConvertAll(leaf.Slopes, h => -h)).Check(problem).Accepted);
        Assert.False(With(leaf => leaf.Slopes[1..]).Check(problem).Accepted);
        Assert.False(With(_ => null!).Check(problem).Accepted);
        var json = ToJson(certificate);
        Assert.Equal("isoapprox/direction-certificate/2", json["schema"]!.GetValue<string>());
        json["leaves"]![0]!.AsObject().Remove("slopes");
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json.ToJsonString()));
        var error = Assert.Throws<EmbeddingException>(() => CertificateJson.Read(stream));
        Assert.Contains("slopes", error.Message, StringComparison.Ordinal);
        var (plain, first, _) = Read(0);
        Assert.Equal("isoapprox/direction-certificate/1", ToJson(first)["schema"]!.GetValue<string>());
        Assert.False((first with
        {
            Leaves = [.. first.Leaves.Select(leaf => leaf with { Slopes = new double[2 * leaf.Rows.Length] })],
        }).Check(plain).Accepted);
    }

    [Theory]
    [MemberData(nameof(Items))]
    public void Every_lie_in_a_field_is_rejected(int item)
    {
        var (problem, certificate, bound) = Read(item);
        var tree = certificate.Tree;
        DirectionCertificate[] lies =
        [
            certificate with { Level = 1.2 * bound }, certificate with { Level = double.NaN }, certificate with { Level = 0 },
            certificate with { Level = -1 }, certificate with { Level = double.PositiveInfinity }, certificate with { Digest = "" },
            certificate with { Digest = null! }, certificate with { Dimension = certificate.Dimension - 1 },
            certificate with { Dimension = certificate.Dimension + 1 }, certificate with { Dimension = int.MaxValue },
            certificate with { Dimension = int.MinValue }, certificate with { Tree = null! }, certificate with { Leaves = null! },
            certificate with { Tree = [] }, certificate with { Tree = tree[..^1] }, certificate with { Tree = tree[1..] },
            certificate with { Tree = [.. tree, DirectionBranch.Leaf] }, certificate with { Tree = [DirectionBranch.Empty], Leaves = [] },
            certificate with { Leaves = certificate.Leaves[1..] },
            certificate with { Leaves = [.. certificate.Leaves, certificate.Leaves[0]] },
            certificate with { Leaves = [.. certificate.Leaves.Select(_ => (DirectionLeaf)null!)] },
            .. certificate.Leaves.Select(leaf => certificate with { Tree = [DirectionBranch.Leaf], Leaves = [leaf] }),
        ];
        Assert.All(lies, lie => Assert.False(lie.Check(problem).Accepted));
        for (var node = 0; node < tree.Length; node++)
        {
            DirectionBranch[] branches = tree[node].Kind switch
            {
                DirectionBranchKind.Leaf => [DirectionBranch.Cover(new(0, 1)), new((DirectionBranchKind)9, default, 0, 0, 0)],
                DirectionBranchKind.Empty => [DirectionBranch.Leaf, DirectionBranch.Cover(new(0, 1))],
                DirectionBranchKind.Cover =>
                [
                    tree[node] with { Subject = new(1, 0) }, tree[node] with { Subject = new(0, int.MinValue) },
                    tree[node] with { Subject = new(0, 99) }, tree[node] with { Cone = 99 }, DirectionBranch.Leaf,
                ],
                _ =>
                [
                    tree[node] with { Cone = -1 }, tree[node] with { Cone = 99 }, tree[node] with { Coordinate = -1 },
                    tree[node] with { Coordinate = certificate.Dimension - 1 }, tree[node] with { Position = 1 },
                    tree[node] with { Position = double.NaN }, DirectionBranch.Leaf,
                ],
            };
            foreach (var branch in branches)
            {
                var changed = (DirectionBranch[])tree.Clone();
                changed[node] = branch;
                Assert.False((certificate with { Tree = changed }).Check(problem).Accepted, $"node {node}: {branch}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Items))]
    public void Files_with_a_changed_number_prove_no_more_and_nothing_is_thrown(int item)
    {
        var (problem, certificate, bound) = Read(item);
        var random = new Random(item);
        for (var trial = 0; trial < 120; trial++)
        {
            var json = ToJson(certificate);
            var places = Arrays(json).SelectMany(a => Enumerable.Range(0, a.Count).Where(k => a[k] is JsonValue).Select(k => (a, k)))
                .ToArray();
            var (array, index) = places[random.Next(places.Length)];
            var value = array[index]!.GetValue<double>();
            double[] changes = [0, -value, value + 1, 2 * value, 1e300, -1e300, double.Epsilon, 0.5 * value, random.Next(10)];
            array[index] = changes[random.Next(changes.Length)];

            // The level is no member of an array: what is accepted proves the bound by other multipliers.
            Assert.True(Check(json, problem).Lower <= bound);
            json["level"] = 1.5 * bound;
            Assert.False(Check(json, problem).Accepted, json.ToJsonString());
        }
    }

    internal static JsonArray All() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "direction-certificates.json")))!.AsArray();

    private static (Problem Problem, DirectionCertificate Certificate, double Bound) Read(int item)
    {
        var json = All()[item]!;
        var rows = json["points"]!.AsArray().Select(r => r!.AsArray().Select(x => x!.GetValue<double>()).ToArray()).ToArray();
        var f = Embedding.Create(
            [.. rows.SelectMany(r => r)], rows[0].Length, [.. json["labels"]!.AsArray().Select(x => x!.GetValue<int>())]);
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json["certificate"]!.ToJsonString()));
        var certificate = Assert.IsType<DirectionCertificate>(CertificateJson.Read(stream));
        return (Of(f, json["margin"]!.GetValue<double>(), f.Dimension), certificate, json["bound"]!.GetValue<double>());
    }

    private static Problem Of(Embedding f, double margin, int? dimension) =>
        Problem.TripletSeparated(f, NearestMetric.HausdorffLike, margin, dimension);

    private static JsonObject ToJson(Certificate certificate)
    {
        using var stream = new MemoryStream();
        CertificateJson.Write(certificate, stream);
        return JsonNode.Parse(stream.ToArray())!.AsObject();
    }

    private static CertificateVerdict Check(JsonNode json, Problem problem)
    {
        try
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json.ToJsonString()));
            return CertificateJson.Read(stream).Check(problem);
        }
        catch (EmbeddingException exception)
        {
            return CertificateVerdict.Reject(exception.Message);
        }
    }

    private static IEnumerable<JsonArray> Arrays(JsonNode? node) => node switch
    {
        JsonArray array => array.SelectMany(Arrays).Prepend(array),
        JsonObject members => members.SelectMany(p => Arrays(p.Value)),
        _ => [],
    };
}
