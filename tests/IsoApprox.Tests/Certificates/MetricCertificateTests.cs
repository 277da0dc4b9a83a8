using IsoApprox.Certificates;
using IsoApprox.Certificates.Files;
using IsoApprox.Certificates.Metric;
using IsoApprox.Embeddings;

namespace IsoApprox.Tests.Certificates;

/// <summary>Certificates of the metric relaxation made by hand, and altered ones.</summary>
public class MetricCertificateTests
{
    private static readonly Problem Line =
        Problem.TripletSeparated(Embedding.Create([-1, 0, 1, 0], 1, [0, 0, 0, 1]), NearestMetric.IsometricError, 0, 1);

    /// <summary>2 - t &lt;= d_02 &lt;= d_01 + d_12 &lt;= 2 s_1 &lt;= 2 d_13 &lt;= 2 t: t >= 2/3, beyond L/2 = 1/2.</summary>
    private static double[] Rows(double y) =>
        [0, 0, 2, 0, y, 4, 0, 2, 1, y, 2, 1, 0, 0, y, 2, 1, 2, 0, y, 3, 1, 3, 0, 2 * y, 1, 1, 3, 0, 2 * y];

    [Fact]
    public void ThreePointsAroundAnotherClassProveTwoThirds()
    {
        var verdict = Create(Rows(1 / 3.0)).Check(Line);
        Assert.True(verdict.Accepted, verdict.Reason);
        Assert.InRange(verdict.Lower, (2 / 3.0) - 1e-14, 2 / 3.0);
    }

    [Fact]
    public void AnyMultipliersProveAtMostTheOptimum()
    {
        var random = new Random(2);
        for (var trial = 0; trial < 2000; trial++)
        {
            var rows = Rows(1 / 3.0);
            for (var r = 4; r < rows.Length; r += 5)
            {
                rows[r] *= random.Next(3) == 0 ? 2 * random.NextDouble() : 1 + (1e-9 * random.NextDouble());
            }

            Assert.True(Create(rows).Check(Line).Lower <= 2 / 3.0);
        }
    }

    [Fact]
    public void WhatIsNoInequalityIsRejected()
    {
        AssertRejected([5, 0, 1, 0, 1]);
        AssertRejected([0, 0, 0, 0, 1]);
        AssertRejected([0, 0, 4, 0, 1]);
        AssertRejected([0, 0, 1, 0, -1]);
        AssertRejected([0, 0, 1, 0, double.NaN]);
        AssertRejected([2, 0, 3, 0, 1]);
        AssertRejected([3, 0, 1, 0, 1]);
        AssertRejected([4, 0, 1, 1, 1]);
        AssertRejected([0, 0, 1]);
        Assert.False(Create(Rows(0.3)).Check(Problem.TripletSeparated(Line.Points, NearestMetric.HausdorffLike, 0, 1)).Accepted);
    }

    [Fact]
    public void JsonRoundTrips()
    {
        using var stream = new MemoryStream();
        CertificateJson.Write(Create(Rows(1 / 3.0)), stream);
        stream.Position = 0;
        Assert.Equal(Create(Rows(1 / 3.0)).Check(Line).Lower, CertificateJson.Read(stream).Check(Line).Lower);
    }

    private static MetricCertificate Create(double[] rows) => new() { Digest = Line.Digest, Level = 1, Rows = rows };

    private static void AssertRejected(double[] rows) => Assert.False(Create(rows).Check(Line).Accepted);
}
