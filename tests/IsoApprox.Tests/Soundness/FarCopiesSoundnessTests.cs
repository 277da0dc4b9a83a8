using System.Text;
using System.Text.Json.Nodes;
using IsoApprox.Arithmetic;
using IsoApprox.Certificates.FarCopies;
using IsoApprox.Certificates.Files;
using IsoApprox.Certificates.Rank;
using IsoApprox.Embeddings;
using IsoApprox.Tests.Certificates;
using IsoApprox.Tests.Oracles;

namespace IsoApprox.Tests.Soundness;

/// <summary>
/// The two halves of a far copies certificate against embeddings that owe nothing to it: widths of Triplet-Separated embeddings found by a
/// climb, and isometric images of far copies with noise. ISOAPPROX_SOUNDNESS_INSTANCES=100000 for the long run.
/// </summary>
public class FarCopiesSoundnessTests
{
    private static readonly int Instances = Campaign.Instances(60);

    [Fact]
    public void No_embedding_has_a_smaller_sum_of_widths()
    {
        var (positive, tight) = (0, 0);
        Seeds.ForEach(0, Instances, seed =>
        {
            var random = new Random(seed);
            var planar = PlanarPatch.Random(random);
            var directions = Enumerable.Range(0, 2 + (random.Next(4) / 3)).Select(_ => Math.PI * random.NextDouble()).ToArray();
            var weights = directions.Select(_ => 0.2 + random.NextDouble()).ToArray();
            var cover = new WidthSumCover(
                new CopyShape(planar.Instance(), [.. Enumerable.Range(0, planar.Count)]), [.. directions.Select(Unit)],
                [.. weights.Select(w => (Interval)w)]);
            var proved = 0.0;
            for (var (low, high) = (0.0, 10.0 * weights.Sum()); high - low > 0.04 * high && high > 1e-2;)
            {
                var budget = 1000;
                var bound = (low + high) / 2;
                (low, high) = cover.Proves(bound, ref budget) ? (bound, high) : (low, bound);
                proved = low;
            }

            var found = planar.LeastWidthSum(random, directions, weights, 600);
            Assert.True(found >= proved - 1e-9, $"{found:R} found, {proved:R} proved");
            Interlocked.Add(ref positive, proved > 0 ? 1 : 0);
            Interlocked.Add(ref tight, proved > 0.7 * found && found > 0.1 ? 1 : 0);
        });
        Assert.True(positive > Instances / 4 && tight > 0, $"{positive} positive, {tight} within 30 %");
    }

    [Fact]
    public void Near_isometric_images_keep_the_bounds_of_pairs_and_places()
    {
        var compared = 0;
        Seeds.ForEach(0, Instances, seed =>
        {
            var random = new Random(seed);
            var (copies, size, spacing) = (4 + random.Next(2), 1 + random.Next(4), Math.Pow(10, 1 + (2 * random.NextDouble())));
            var places = Enumerable.Range(0, copies).Select(_ => (X: spacing * random.NextDouble(), Y: spacing * random.NextDouble()))
                .ToArray();
            var f = Enumerable.Range(0, copies * size)
                .Select(i => (X: places[i / size].X + random.NextDouble(), Y: places[i / size].Y + random.NextDouble())).ToArray();
            var (angle, mirror, noise) = (Math.Tau * random.NextDouble(), random.Next(2) == 0 ? 1 : -1, 2 * random.NextDouble());
            var g = f.Select(p => (
                X: (Math.Cos(angle) * p.X) - (mirror * Math.Sin(angle) * p.Y) + (noise * (random.NextDouble() - 0.5)),
                Y: (Math.Sin(angle) * p.X) + (mirror * Math.Cos(angle) * p.Y) + (noise * (random.NextDouble() - 0.5)))).ToArray();
            var level = 1e-9 + (from i in Enumerable.Range(0, f.Length)
                                from j in Enumerable.Range(0, i)
                                select Math.Abs(Distance(f[i], f[j]) - Distance(g[i], g[j]))).Max();
            var instance = RationalInstance.FromPoints(new int[f.Length], Exact(f));
            var shapes = Enumerable.Range(0, copies).Select(c => new CopyShape(instance, [.. Enumerable.Range(c * size, size)])).ToArray();
            var comparison = new CopyComparison(shapes, level);
            if (CopyFrame.Create(shapes, (0, 1, 2), comparison.CentreDistance) is not { } frame)
            {
                return;
            }

            var (inF, inG) = (new PlanarFrame(f, size), new PlanarFrame(g, size));
            for (var c = 0; c < copies; c++)
            {
                for (var k = 0; k < c; k++)
                {
                    var deviation = frame.Deviation(c, k);
                    if (comparison.LargestWidthSum(c, k, deviation) is not { } allowed)
                    {
                        continue;
                    }

                    var (p, q) = (inF.Between(c, k), inG.Between(c, k));
                    Assert.True(Distance(p, q) <= deviation + 1e-6, $"{Distance(p, q)} > {deviation}");
                    Assert.True(comparison.CentreDistance(c, k)!.Value is var d && d.Lower - 1e-9 <= Norm(q) && Norm(q) <= d.Upper + 1e-9);
                    var widths = Width(inF, inG, c, p) + Width(inF, inG, k, p);
                    Assert.True(widths <= allowed.Upper + 1e-6, $"{widths} > {allowed.Upper}");
                    Interlocked.Increment(ref compared);
                }
            }
        });
        Assert.True(compared > Instances / 2, $"{compared} compared");
    }

    [Fact]
    public void No_damaged_certificate_proves_more_than_what_is_attained()
    {
        using var stream = new MemoryStream();
        CertificateJson.Write(FarCrossesOfTests.Square(1000, 0.9, 2), stream);
        var (g, accepted) = (Flattened(1000), 0);
        Seeds.ForEach(0, 5 * Instances, seed =>
        {
            var json = JsonNode.Parse(stream.ToArray())!;
            DamagedCertificates.Damage(json, new Random(seed), seed % 2 == 0 ? 30 : 200);
            FarCopiesCertificate certificate;
            try
            {
                certificate = (FarCopiesCertificate)CertificateJson.Read(new MemoryStream(Encoding.UTF8.GetBytes(json.ToJsonString())));
            }
            catch (EmbeddingException)
            {
                return;
            }

            var verdict = (certificate with { Digest = certificate.Instance.Digest }).CheckAlone();
            if (!verdict.Accepted || !Enumerable.Range(0, 16).All(i => certificate.Instance.Classes[i] == i / 2))
            {
                return;
            }

            Interlocked.Increment(ref accepted);
            var attained = (from i in Enumerable.Range(0, 16)
                            from j in Enumerable.Range(0, i)
                            let squared = certificate.Instance.Squared(i, j)
                            select Math.Abs(Math.Sqrt((double)squared.RoundUp()) - Distance(g[i], g[j]))).Max();
            Assert.True(verdict.Level.RoundDown() < attained, $"{verdict.Level} proved, {attained} attained");
        });
        Assert.True(accepted > Instances / 10, $"only {accepted} accepted");
    }

    /// <summary>
    /// A Triplet-Separated embedding of four crosses: two opposite ones with both points of their second class on the normal axis at
    /// distance sqrt 3, the other two likewise with the classes exchanged.
    /// </summary>
    private static (double X, double Y)[] Flattened(double spacing)
    {
        var apart = Math.Sqrt(3) + 1e-9;
        (double X, double Y)[] corners = [(0, 0), (spacing, 0), (spacing, spacing), (0, spacing)];
        return [.. Enumerable.Range(0, 16).Select(i =>
        {
            var (corner, sign, isFirst) = (corners[i / 4], i % 2 == 0 ? 1 : -1, i % 4 < 2);
            return i / 4 % 2 == 0
                ? (corner.X + (isFirst ? sign : 0), corner.Y + (apart / 2) + 0.5 - (isFirst ? 0 : apart))
                : (corner.X + (apart / 2) + 0.5 - (isFirst ? apart : 0), corner.Y + (isFirst ? 0 : sign));
        })];
    }

    private static IntervalVector Unit(double angle)
    {
        var v = new IntervalVector(Math.Cos(angle), Math.Sin(angle));
        return v / v.Length;
    }

    private static double Width(PlanarFrame f, PlanarFrame g, int copy, (double X, double Y) direction)
    {
        var along = f.Offsets(copy).Zip(g.Offsets(copy))
            .Select(p => (((p.Second.X - p.First.X) * direction.X) + ((p.Second.Y - p.First.Y) * direction.Y)) / Norm(direction)).ToArray();
        return along.Max() - along.Min();
    }

    private static double Norm((double X, double Y) v) => Math.Sqrt((v.X * v.X) + (v.Y * v.Y));

    private static double Distance((double X, double Y) a, (double X, double Y) b) => Norm((a.X - b.X, a.Y - b.Y));

    private static ExactRational[,] Exact((double X, double Y)[] points)
    {
        var exact = new ExactRational[points.Length, 2];
        for (var i = 0; i < points.Length; i++)
        {
            (exact[i, 0], exact[i, 1]) = (points[i].X, points[i].Y);
        }

        return exact;
    }

    /// <summary>
    /// Points in the frame of the first three copies: the first mean at 0, the second on the positive axis, the third above.
    /// </summary>
    private sealed class PlanarFrame
    {
        private readonly (double X, double Y)[] _points;
        private readonly int _size;

        internal PlanarFrame((double X, double Y)[] points, int size)
        {
            (_points, _size) = (points, size);
            var (a, b, c) = (Mean(0), Mean(1), Mean(2));
            var axis = (X: b.X - a.X, Y: b.Y - a.Y);
            var length = Norm(axis);
            var side = Math.Sign((axis.X * (c.Y - a.Y)) - (axis.Y * (c.X - a.X)));
            _points = [.. points.Select(p => (
                (((p.X - a.X) * axis.X) + ((p.Y - a.Y) * axis.Y)) / length,
                side * ((axis.X * (p.Y - a.Y)) - (axis.Y * (p.X - a.X))) / length))];
        }

        internal (double X, double Y) Between(int c, int k) => (Mean(c).X - Mean(k).X, Mean(c).Y - Mean(k).Y);

        internal IEnumerable<(double X, double Y)> Offsets(int copy)
        {
            var mean = Mean(copy);
            return Rows(copy).Select(p => (p.X - mean.X, p.Y - mean.Y));
        }

        private (double X, double Y) Mean(int copy) => (Rows(copy).Average(p => p.X), Rows(copy).Average(p => p.Y));

        private IEnumerable<(double X, double Y)> Rows(int copy) => _points.Skip(copy * _size).Take(_size);
    }
}
