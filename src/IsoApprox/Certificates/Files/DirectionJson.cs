using System.Text.Json;
using IsoApprox.Certificates.Direction;

namespace IsoApprox.Certificates.Files;

/// <summary>JSON of a <see cref="DirectionCertificate"/>: nodes and multipliers as short arrays of numbers.</summary>
internal static class DirectionJson
{
    /// <summary>As <see cref="Schema"/>, every leaf with slopes.</summary>
    internal const string SlopesSchema = "isoapprox/direction-certificate/2";

    internal const string Schema = "isoapprox/direction-certificate/1";

    internal static bool HasSlopes(DirectionCertificate certificate) => Array.Exists(certificate.Leaves, leaf => leaf.Slopes.Length > 0);

    /// <summary>Writes the members after "schema" and "digest".</summary>
    internal static void Write(Utf8JsonWriter json, DirectionCertificate certificate)
    {
        var hasSlopes = HasSlopes(certificate);
        json.WriteNumber("dimension", certificate.Dimension);
        json.WriteNumber("level", certificate.Level);
        CertificateJson.WriteArray(json, "tree", certificate.Tree, branch => WriteBranch(json, branch));
        CertificateJson.WriteArray(json, "leaves", certificate.Leaves, leaf => WriteLeaf(json, leaf, hasSlopes));
    }

    internal static DirectionCertificate Read(JsonElement root, string source) => Read(root, source, hasSlopes: false);

    /// <summary>Reads <see cref="SlopesSchema"/>.</summary>
    internal static DirectionCertificate ReadWithSlopes(JsonElement root, string source) => Read(root, source, hasSlopes: true);

    private static DirectionCertificate Read(JsonElement root, string source, bool hasSlopes)
    {
        var dimension = Integer(CertificateJson.Member(root, "dimension", JsonValueKind.Number, source), "dimension", source);
        return new DirectionCertificate
        {
            Digest = CertificateJson.Text(root, "digest", source),
            Dimension = dimension,
            Level = CertificateJson.Real(CertificateJson.Member(root, "level", JsonValueKind.Number, source))
                ?? throw CertificateJson.Error(source, "'level' is not a finite number"),
            Tree = [.. CertificateJson.Member(root, "tree", JsonValueKind.Array, source).EnumerateArray()
                .Select((x, k) => ReadBranch(x, k, source))],
            Leaves = [.. CertificateJson.Member(root, "leaves", JsonValueKind.Array, source).EnumerateArray()
                .Select((x, k) => ReadLeaf(x, k, dimension, source, hasSlopes))],
        };
    }

    private static void WriteBranch(Utf8JsonWriter json, DirectionBranch branch)
    {
        if (branch.Kind is DirectionBranchKind.Leaf or DirectionBranchKind.Empty)
        {
            json.WriteNumberValue((int)branch.Kind);
            return;
        }

        json.WriteStartArray();
        json.WriteNumberValue((int)branch.Kind);
        if (branch.Kind == DirectionBranchKind.Cover)
        {
            json.WriteNumberValue(branch.Subject.First);
            json.WriteNumberValue(branch.Subject.Second);
            json.WriteNumberValue(branch.Cone);
        }
        else
        {
            json.WriteNumberValue(branch.Cone);
            json.WriteNumberValue(branch.Coordinate);
            json.WriteNumberValue(branch.Position);
        }

        json.WriteEndArray();
    }

    private static DirectionBranch ReadBranch(JsonElement item, int number, string source)
    {
        if (item.ValueKind == JsonValueKind.Number)
        {
            return new DirectionBranch((DirectionBranchKind)Integer(item, $"tree[{number}]", source), default, -1, 0, 0);
        }

        var values = Numbers(item, $"tree[{number}]", source);
        if (values.Length != 4)
        {
            throw CertificateJson.Error(source, $"'tree'[{number}] has {values.Length} numbers, expected 4");
        }

        int Whole(int k) => values[k] == Math.Floor(values[k]) && Math.Abs(values[k]) < int.MaxValue
            ? (int)values[k] : throw CertificateJson.Error(source, $"'tree'[{number}] holds {values[k]} in the place of a whole number");
        return (DirectionBranchKind)Whole(0) switch
        {
            DirectionBranchKind.Cover => DirectionBranch.Cover(new DirectionSubject(Whole(1), Whole(2)), Whole(3)),
            DirectionBranchKind.Split => DirectionBranch.Split(Whole(1), Whole(2), values[3]),
            _ => throw CertificateJson.Error(source, $"'tree'[{number}] is of an unknown kind"),
        };
    }

    private static void WriteLeaf(Utf8JsonWriter json, DirectionLeaf leaf, bool hasSlopes)
    {
        json.WriteStartObject();
        CertificateJson.WriteArray(json, "rows", leaf.Rows, json.WriteNumberValue);
        CertificateJson.WriteArray(json, "mu", leaf.Weights, json.WriteNumberValue);
        CertificateJson.WriteArray<double>(
            json, "pairs", [.. leaf.Comparisons.SelectMany(c => new[] { c.Anchor, c.Other, c.Value })], json.WriteNumberValue);
        CertificateJson.WriteArray<double>(
            json, "cones", [.. leaf.Cones.SelectMany(c => new double[] { c.Cone, (int)c.Kind, c.First, c.Second }.Concat(c.Value))],
            json.WriteNumberValue);
        CertificateJson.WriteArray<double>(
            json, "lines", [.. leaf.Lines.SelectMany(c => new[] { c.Cone, (int)c.Kind, c.Row, c.Value })], json.WriteNumberValue);
        if (hasSlopes)
        {
            CertificateJson.WriteArray(json, "slopes", leaf.Slopes, json.WriteNumberValue);
        }

        json.WriteEndObject();
    }

    private static DirectionLeaf ReadLeaf(JsonElement item, int number, int dimension, string source, bool hasSlopes)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            throw CertificateJson.Error(source, $"'leaves'[{number}] is not an object");
        }

        double[][] Groups(string name, long width)
        {
            var values = CertificateJson.ReadArray(item, name, source, CertificateJson.Real);
            return width > 0 && values.Length % width == 0 ? [.. values.Chunk((int)width)]
                : throw CertificateJson
                    .Error(source, $"'leaves'[{number}] has {values.Length} numbers in '{name}', expected groups of {width}");
        }

        // A number that is no whole one names nothing: the check rejects it.
        int Whole(double x) => x == Math.Floor(x) && Math.Abs(x) < int.MaxValue ? (int)x : int.MaxValue;
        return new DirectionLeaf
        {
            Rows = CertificateJson.ReadArray(item, "rows", source, CertificateJson.Row),
            Weights = CertificateJson.ReadArray(item, "mu", source, CertificateJson.Real),
            Comparisons = [.. Groups("pairs", 3).Select(x => new ComparisonMultiplier(Whole(x[0]), Whole(x[1]), x[2]))],
            Cones = [.. Groups("cones", dimension + 5L)
                .Select(x => new ConeMultiplier(Whole(x[0]), (ConeTermKind)Whole(x[1]), Whole(x[2]), Whole(x[3]), x[4..]))],
            Lines = [.. Groups("lines", 4).Select(x => new LineMultiplier(Whole(x[0]), (ConeTermKind)Whole(x[1]), Whole(x[2]), x[3]))],
            Slopes = hasSlopes ? CertificateJson.ReadArray(item, "slopes", source, CertificateJson.Real) : [],
        };
    }

    private static double[] Numbers(JsonElement item, string name, string source) => item.ValueKind == JsonValueKind.Array
        ? [.. item.EnumerateArray().Select(x => (x.ValueKind == JsonValueKind.Number ? CertificateJson.Real(x) : null)
            ?? throw CertificateJson.Error(source, $"'{name}' holds something that is not a finite number"))]
        : throw CertificateJson.Error(source, $"'{name}' is neither a number nor an array");

    private static int Integer(JsonElement item, string name, string source) =>
        CertificateJson.Row(item) ?? throw CertificateJson.Error(source, $"'{name}' is not a whole number");
}
