using System.Text.Json;
using IsoApprox.Arithmetic;
using IsoApprox.Certificates.FarCopies;
using IsoApprox.Certificates.Rank;
using IsoApprox.Embeddings;

namespace IsoApprox.Certificates.Files;

/// <summary>
/// The JSON forms of the certificates that carry their points (docs/certificates.md). Rational numbers are texts "p", "p/q" or decimal, or
/// JSON numbers taken by their decimal text.
/// </summary>
internal static class SelfContainedJson
{
    /// <summary>"schema" of a <see cref="RankCertificate"/>; it may be missing.</summary>
    internal const string RankSchema = "isoapprox/rank-certificate/1";

    /// <summary>"schema" of a <see cref="ChainCertificate"/>.</summary>
    internal const string ChainSchema = "isoapprox/chain-certificate/1";

    internal static CertificateFormat[] Formats { get; } =
    [
        CertificateFormat.Of<RankCertificate>(RankSchema, WriteRank, ReadRank),
        CertificateFormat.Of<ChainCertificate>(ChainSchema, WriteChain, ReadChain),
        CertificateFormat.Of<FarCopiesCertificate>(FarCopiesJson.Schema, FarCopiesJson.Write, FarCopiesJson.Read),
    ];

    /// <summary>True for an object without a "schema" that has the members of a rank certificate.</summary>
    internal static bool IsUnnamed(JsonElement root) => !root.TryGetProperty("schema", out _) && root.TryGetProperty("tau", out _);

    private static void WriteChain(Utf8JsonWriter json, ChainCertificate chain)
    {
        json.WriteNumber("m", chain.ClassSize);
        json.WriteNumber("M", chain.Length);
        json.WriteString("eps", chain.Shortening.ToString());
        json.WriteString("t", chain.Level.ToString());
    }

    private static void WriteRank(Utf8JsonWriter json, RankCertificate certificate)
    {
        WriteInstance(json, certificate.Instance);
        WriteWeights(json, "a", certificate.A.Select(w => (new[] { w.First, w.Second }, w.Value)));
        WriteWeights(json, "b", certificate.B.Select(w => (new[] { w.First, w.Second }, w.Value)));
        WriteWeights(json, "tau", certificate.Tau.Select(w => (new[] { w.Anchor, w.Positive, w.Negative }, w.Value)));
        json.WriteString("t", certificate.Level.ToString());
        json.WriteString("lam_n", certificate.SmallestEigenvalue.ToString());
        json.WriteString("lam_minus", certificate.NegativePart.ToString());
    }

    /// <summary>The members of an instance.</summary>
    internal static void WriteInstance(Utf8JsonWriter json, RationalInstance f)
    {
        json.WriteNumber("n", f.Dimension);
        json.WriteNumber("N", f.Count);
        json.WriteStartArray("classes");
        foreach (var k in f.Classes)
        {
            json.WriteNumberValue(k);
        }

        json.WriteEndArray();
        if (f.HasPoints)
        {
            WriteMatrix(json, "points", f.Count, f.Dimension, f.Coordinate);
        }
        else
        {
            json.WriteNull("points");
            WriteMatrix(json, "squared_distances", f.Count, f.Count, f.Squared);
        }
    }

    private static void WriteMatrix(Utf8JsonWriter json, string name, int rows, int columns, Func<int, int, ExactRational> entry)
    {
        json.WriteStartArray(name);
        for (var i = 0; i < rows; i++)
        {
            json.WriteStartArray();
            for (var j = 0; j < columns; j++)
            {
                json.WriteStringValue(entry(i, j).ToString());
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    internal static void WriteWeights(Utf8JsonWriter json, string name, IEnumerable<(int[] Rows, ExactRational Value)> weights)
    {
        json.WriteStartArray(name);
        foreach (var (rows, value) in weights)
        {
            json.WriteStartArray();
            Array.ForEach(rows, json.WriteNumberValue);
            json.WriteStringValue(value.ToString());
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static ChainCertificate ReadChain(JsonElement root, string source)
    {
        var (m, length, eps) = (Integer(root, "m", source), Integer(root, "M", source), Rational(root, "eps", source));
        return new ChainCertificate
        {
            Digest = OptionalText(root, "digest", source) ?? ChainCertificate.DigestOf(m, length, eps),
            ClassSize = m,
            Length = length,
            Shortening = eps,
            Level = Rational(root, "t", source),
        };
    }

    private static RankCertificate ReadRank(JsonElement root, string source)
    {
        var instance = ReadInstance(root, source);
        return new RankCertificate
        {
            Digest = OptionalText(root, "digest", source) ?? instance.Digest,
            Instance = instance,
            A = Weights(root, "a", 2, source, (r, v) => new PairWeight(r[0], r[1], v)),
            B = Weights(root, "b", 2, source, (r, v) => new PairWeight(r[0], r[1], v)),
            Tau = Weights(root, "tau", 3, source, (r, v) => new TripletWeight(r[0], r[1], r[2], v)),
            Level = Rational(root, "t", source),
            SmallestEigenvalue = Rational(root, "lam_n", source),
            NegativePart = Rational(root, "lam_minus", source),
        };
    }

    internal static RationalInstance ReadInstance(JsonElement root, string source)
    {
        var dimension = Integer(root, "n", source);
        int[] classes =
            [.. Items(root, "classes", source).Select((item, i) => item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out var k) ? k
                : throw Error(source, $"'classes'[{i}] is not an integer"))];
        if (root.TryGetProperty("N", out var stated)
            && !(stated.ValueKind == JsonValueKind.Number && stated.TryGetInt32(out var count) && count == classes.Length))
        {
            throw Error(source, $"'N' is not the number of classes given, {classes.Length}");
        }

        var points = Matrix(root, "points", dimension, source);
        var squared = Matrix(root, "squared_distances", classes.Length, source);
        try
        {
            if (points is null)
            {
                return RationalInstance.FromSquaredDistances(
                    dimension, classes, squared ?? throw Error(source, "needs 'points' or 'squared_distances'"));
            }

            var instance = RationalInstance.FromPoints(classes, points);
            return squared is null || RationalInstance.FromSquaredDistances(dimension, classes, squared).Digest == instance.Digest
                ? instance
                : throw Error(source, "'squared_distances' are not those of 'points'");
        }
        catch (ArgumentException exception)
        {
            throw new EmbeddingException($"{source}: {exception.Message}; write the certificate again", exception);
        }
    }

    private static ExactRational[,]? Matrix(JsonElement root, string name, int columns, string source)
    {
        if (!root.TryGetProperty(name, out var array) || array.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var rows = Items(root, name, source).ToArray();
        if (rows.Length is < 1 or > RationalInstance.LargestCount || columns is < 1 or > RationalInstance.LargestCount)
        {
            throw Error(source, $"'{name}' has {rows.Length} rows of {columns}; expected 1 to {RationalInstance.LargestCount} of both");
        }

        var result = new ExactRational[rows.Length, columns];
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i].ValueKind != JsonValueKind.Array || rows[i].GetArrayLength() != columns)
            {
                throw Error(source, $"'{name}'[{i}] is not a row of {columns} numbers");
            }

            for (var j = 0; j < columns; j++)
            {
                result[i, j] = Number(rows[i][j], $"'{name}'[{i}][{j}]", source);
            }
        }

        return result;
    }

    internal static T[] Weights<T>(JsonElement root, string name, int rows, string source, Func<int[], ExactRational, T> create) =>
    [
        .. Items(root, name, source).Select((item, e) =>
        {
            if (item.ValueKind != JsonValueKind.Array || item.GetArrayLength() != rows + 1)
            {
                throw Error(source, $"'{name}'[{e}] is not a list of {rows} rows and a number");
            }

            int[] indices =
                [.. Enumerable.Range(0, rows)
                    .Select(r => item[r].ValueKind == JsonValueKind.Number && item[r].TryGetInt32(out var row) ? row
                        : throw Error(source, $"'{name}'[{e}][{r}] is not a row number"))];
            return create(indices, Number(item[rows], $"'{name}'[{e}][{rows}]", source));
        }),
    ];

    internal static JsonElement.ArrayEnumerator Items(JsonElement root, string name, string source) =>
        root.TryGetProperty(name, out var array) && array.ValueKind == JsonValueKind.Array ? array.EnumerateArray()
            : throw Error(source, $"needs a list '{name}'");

    private static int Integer(JsonElement root, string name, string source) =>
        root.TryGetProperty(name, out var item) && item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out var value) ? value
            : throw Error(source, $"needs an integer '{name}'");

    internal static string? OptionalText(JsonElement root, string name, string source) =>
        !root.TryGetProperty(name, out var item) ? null : item.ValueKind == JsonValueKind.String ? item.GetString()
            : throw Error(source, $"'{name}' is not a text");

    internal static ExactRational Rational(JsonElement root, string name, string source) =>
        root.TryGetProperty(name, out var item) ? Number(item, $"'{name}'", source) : throw Error(source, $"needs a number '{name}'");

    private static ExactRational Number(JsonElement item, string what, string source)
    {
        var text = item.ValueKind switch { JsonValueKind.String => item.GetString(), JsonValueKind.Number => item.GetRawText(), _ => null };
        return ExactRational.TryParse(text, out var value)
            ? value
            : throw Error(source, $"{what} is not a rational number such as \"3/4\" or \"1.41\"");
    }

    private static EmbeddingException Error(string source, string message) => new($"{source}: {message}");
}
