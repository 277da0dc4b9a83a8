using System.Text;
using IsoApprox.Certificates;
using IsoApprox.Certificates.Files;
using IsoApprox.Certificates.Gram;
using IsoApprox.Embeddings;

namespace IsoApprox.Tests.Certificates;

public class TamperingTests
{
    private static readonly ReferenceInstances.Entry Haus = Find("n12_N12_3cl", NearestMetric.HausdorffLike);
    private static readonly ReferenceInstances.Entry Iso = Find("duplicates_same_and_cross", NearestMetric.IsometricError);

    public static TheoryData<string, string> Lies => new()
    {
        { "digest", "digest" },
        { "no digest", "digest" },
        { "metric", "certificate is for" },
        { "short mu", "mu has" },
        { "no mu", "missing" },
        { "negative mu", "mu[" },
        { "not a number", "mu[" },
        { "zero mu", "mu is zero" },
        { "negative lambda", "lambda[" },
        { "infinite nu", "nu[" },
        { "row too large", "rows are" },
        { "row negative", "rows are" },
        { "lambda across classes", "not in one class" },
        { "nu within a class", "not in different classes" },
        { "boundary", "boundaries are" },
        { "kappa", "kappa has" },
        { "slopes", "slopes do not belong" },
        { "no slopes", "missing" },
        { "near", "do not belong" },
        { "far", "do not belong" },
        { "unequal lengths", "equal lengths" },
        { "null rows", "missing" },
        { "alpha", "do not belong" },
        { "scaled Lambda", "positive semidefinite" },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public void EveryLieIsRejectedWithItsReason(string lie, string reason)
    {
        var c = Haus.Certificate;
        var (lambda, nu) = (c.Lambda, c.Nu);
        var tampered = lie switch
        {
            "digest" => c with { Digest = Iso.Certificate.Digest },
            "no digest" => c with { Digest = null! },
            "metric" => c with { Metric = NearestMetric.IsometricError, Mu = [] },
            "short mu" => c with { Mu = c.Mu[1..] },
            "no mu" => c with { Mu = null! },
            "negative mu" => c with { Mu = With(c.Mu, -1e-300) },
            "not a number" => c with { Mu = With(c.Mu, double.NaN) },
            "zero mu" => c with { Mu = new double[c.Mu.Length] },
            "negative lambda" => c with { Lambda = lambda with { Values = With(lambda.Values, -lambda.Values[0]) } },
            "infinite nu" => c with { Nu = nu with { Values = With(nu.Values, double.PositiveInfinity) } },
            "row too large" => c with { Lambda = lambda with { Row = With(lambda.Row, 12) } },
            "row negative" => c with { Nu = nu with { Anchor = With(nu.Anchor, -1) } },
            "lambda across classes" => c with { Lambda = nu, Nu = lambda },
            "nu within a class" => c with { Nu = lambda },
            "boundary" => c with { Nu = nu with { Boundary = With(nu.Boundary, 2) } },
            "kappa" => c with { Kappa = c.Mu },
            "slopes" => c with { Slopes = c.Mu },
            "no slopes" => c with { Slopes = null! },
            "near" => c with { Near = Positive(lambda.Pairs) },
            "far" => c with { Far = nu.Pairs },
            "unequal lengths" => c with { Nu = nu with { Anchor = nu.Anchor[1..] } },
            "null rows" => c with { Lambda = lambda with { Anchor = null! } },
            "alpha" => c with { Alpha = lambda.Pairs },
            _ => c with
            {
                Lambda = CutMultipliers.OfClasses(Times(lambda.Pairs, 1e3)),
                Nu = CutMultipliers.OfClasses(Times(nu.Pairs, 1e3)),
            },
        };
        var (verdict, exact) = (tampered.Check(Haus.Problem), tampered.CheckExact(Haus.Problem));
        Assert.False(verdict.Accepted);
        Assert.False(exact.Accepted);
        Assert.Equal(0, verdict.Lower);
        Assert.Contains(reason, verdict.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', verdict.Reason);
    }

    [Fact]
    public void IsometricLiesAreRejected()
    {
        var c = Iso.Certificate;
        Assert.True(c.Check(Iso.Problem).Accepted);
        Assert.Contains("mu has", (c with { Mu = [1.0] }).Check(Iso.Problem).Reason, StringComparison.Ordinal);
        Assert.Contains(
            "distinct", (c with { Beta = c.Beta with { Second = c.Beta.First } }).Check(Iso.Problem).Reason, StringComparison.Ordinal);
        Assert.Contains("semidefinite", (c with { Alpha = Times(c.Alpha, 2) }).Check(Iso.Problem).Reason, StringComparison.Ordinal);
        Assert.False((c with { Beta = PairMultipliers.Empty }).Check(Iso.Problem).Accepted);
        Assert.Equal(0, (c with { Alpha = PairMultipliers.Empty, Beta = Times(c.Beta, 3) }).Check(Iso.Problem).Lower);
    }

    [Fact]
    public void TheDigestCoversEverythingButTheDimensionOfG()
    {
        var f = Haus.Instance.Points;
        var other = f.Coordinates.ToArray();
        other[5] = Math.BitIncrement(other[5]);
        var labels = f.Classes.ToArray();
        (labels[0], labels[^1]) = (labels[^1], labels[0]);
        var digest = Haus.Problem.Digest;
        Assert.NotEqual(digest, Problem.TripletSeparated(f.WithPoints(other, f.Dimension), NearestMetric.HausdorffLike).Digest);
        Assert.NotEqual(
            digest, Problem.TripletSeparated(f.WithPoints(f.Coordinates, 1 * f.Dimension), NearestMetric.HausdorffLike, 1e-300).Digest);
        Assert.NotEqual(digest, Problem.TripletSeparated(f, NearestMetric.IsometricError).Digest);
        Assert.NotEqual(
            digest, Problem.TripletSeparated(Embedding.Create(f.Coordinates, f.Dimension, labels), NearestMetric.HausdorffLike).Digest);
        Assert.Equal(digest, Problem.TripletSeparated(f, NearestMetric.HausdorffLike, -0.0, 5).Digest);
        Assert.False(Haus.Certificate.Check(Iso.Problem).Accepted);
        Assert.ThrowsAny<ArgumentException>(() => Problem.TripletSeparated(f, NearestMetric.HausdorffLike, -1));
        Assert.ThrowsAny<ArgumentException>(() => Problem.TripletSeparated(f, NearestMetric.HausdorffLike, double.NaN));
        Assert.Throws<ArgumentException>(() => Problem.TripletSeparated(f, NearestMetric.HausdorffLike, 0, 0));
    }

    [Fact]
    public void JsonRoundTripsAndTruncatedTextIsRefusedInOneLine()
    {
        foreach (var certificate in new Certificate[] { Iso.Certificate, Haus.Certificate, TripletCertificate.Best(Haus.Problem)! })
        {
            using var stream = new MemoryStream();
            CertificateJson.Write(certificate, stream);
            var bytes = stream.ToArray();
            var again = CertificateJson.Read(new MemoryStream(bytes));
            using var second = new MemoryStream();
            CertificateJson.Write(again, second);
            Assert.Equal(bytes, second.ToArray());
            var problem = certificate == Iso.Certificate ? Iso.Problem : Haus.Problem;
            Assert.Equal(certificate.Check(problem), again.Check(problem));
            for (var length = 0; length < bytes.Length; length += 1 + (bytes.Length / 400))
            {
                AssertOneLineError(() => CertificateJson.Read(new MemoryStream(bytes, 0, length), "cert.json"));
            }
        }
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("1e999")]
    [InlineData("{}")]
    [InlineData("{\"schema\":\"isoapprox/gram-certificate/3\"}")]
    [InlineData("{\"schema\":\"isoapprox/gram-certificate/2\"}")]
    [InlineData(
        "{\"schema\":\"isoapprox/gram-certificate/2\",\"metric\":\"haus\",\"digest\":\"\",\"mu\":[],"
        + "\"lambda\":{\"anchor\":[0],\"boundary\":[1.5]}}")]
    [InlineData("{\"schema\":\"isoapprox/gram-certificate/1\",\"metric\":\"x\"}")]
    [InlineData("{\"schema\":\"isoapprox/gram-certificate/1\",\"metric\":\"haus\",\"digest\":\"\",\"mu\":[1e999]}")]
    [InlineData("{\"schema\":\"isoapprox/gram-certificate/1\",\"metric\":\"haus\",\"digest\":\"\",\"mu\":[\"NaN\"]}")]
    [InlineData("{\"schema\":\"isoapprox/gram-certificate/1\",\"metric\":\"haus\",\"digest\":\"\",\"mu\":[],\"lambda\":{\"first\":[1.5]}}")]
    [InlineData("{\"schema\":\"isoapprox/triplet-certificate/1\",\"digest\":\"\",\"triplet\":[1,2]}")]
    [InlineData("{\"schema\":\"isoapprox/triplet-certificate/1\",\"digest\":\"\",\"triplet\":[1,2,99999999999]}")]
    [InlineData("{\"schema\":\"\\ud800\"}")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[")]
    public void MalformedFilesAreRefusedInOneLine(string text) =>
        AssertOneLineError(() => CertificateJson.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "cert.json"));

    private static void AssertOneLineError(Action action)
    {
        var exception = Assert.Throws<EmbeddingException>(action);
        Assert.StartsWith("cert.json: ", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    private static ReferenceInstances.Entry Find(string name, NearestMetric metric) =>
        ReferenceInstances.Entries.First(e => e.Instance.Name == name && e.Problem.Metric == metric);

    private static T[] With<T>(T[] values, T first) => [first, .. values[1..]];

    private static PairMultipliers Positive(PairMultipliers p) =>
        PairMultipliers.From(p.First.Zip(p.Second, p.Values).Where(e => e.First != e.Second).Select(e => (e.First, e.Second, e.Third)));

    private static PairMultipliers Times(PairMultipliers p, double factor) => p with { Values = [.. p.Values.Select(v => v * factor)] };
}
