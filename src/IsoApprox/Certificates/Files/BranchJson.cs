using System.Text.Json;
using IsoApprox.Certificates.Branch;

namespace IsoApprox.Certificates.Files;

/// <summary>
/// JSON of a <see cref="BranchCertificate"/>. Nodes are arrays of numbers: [0, rows..], [1, i, k, vectors..], [2, i, k, s, t, vector..],
/// [3, A, B, vectors..], [4, A, B, vector..].
/// </summary>
internal static class BranchJson
{
    /// <summary>With angles.</summary>
    internal const string AnglesSchema = "isoapprox/branch-certificate/3";

    internal static void Write(Utf8JsonWriter json, BranchCertificate certificate)
    {
        json.WriteNumber("dimension", certificate.Dimension);
        json.WriteNumber("level", certificate.Level);
        if (certificate.Reach is { } reach)
        {
            json.WriteNumber("reach", reach);
        }

        CertificateJson.WriteArray(json, "gauge", certificate.Gauge, json.WriteNumberValue);
        json.WriteStartArray("balls");
        foreach (var ball in certificate.Balls)
        {
            WriteNumbers(json, [ball.First, ball.Second], ball.Generators);
        }

        json.WriteEndArray();
        json.WriteStartArray("nodes");
        foreach (var node in certificate.Nodes)
        {
            int[] head = node.Kind switch
            {
                BranchNodeKind.Leaf => [0],
                BranchNodeKind.Cover => [1, node.First, node.Second],
                BranchNodeKind.ClassCover => [3, node.First, node.Second],
                BranchNodeKind.ClassEdge => [4, node.First, node.Second],
                _ => [2, node.First, node.Second, node.Start, node.End],
            };
            WriteNumbers(json, head, node.Data);
        }

        json.WriteEndArray();
    }

    internal static BranchCertificate Read(JsonElement root, string source) => new()
    {
        Digest = CertificateJson.Text(root, "digest", source),
        Dimension = CertificateJson.Row(CertificateJson.Member(root, "dimension", JsonValueKind.Number, source))
            ?? throw CertificateJson.Error(source, "'dimension' is not an integer"),
        Level = CertificateJson.Real(CertificateJson.Member(root, "level", JsonValueKind.Number, source))
            ?? throw CertificateJson.Error(source, "'level' is not a finite number"),
        Gauge = CertificateJson.ReadArray(root, "gauge", source, CertificateJson.Row),
        Balls = ReadList(root, "balls", source, ReadBall),
        Nodes = ReadList(root, "nodes", source, ReadNode),
    };

    /// <summary>Reads <see cref="AnglesSchema"/>.</summary>
    internal static BranchCertificate ReadWithAngles(JsonElement root, string source) => Read(root, source) with
    {
        Reach = CertificateJson.Real(CertificateJson.Member(root, "reach", JsonValueKind.Number, source))
            ?? throw CertificateJson.Error(source, "'reach' is not a finite number"),
    };

    private static BranchBall? ReadBall(double[] numbers) => Head(numbers, 0, 2) is { } head
        ? new BranchBall(head[0], head[1], numbers[2..])
        : null;

    private static BranchNode? ReadNode(double[] numbers)
    {
        switch (numbers.Length == 0 ? -1 : numbers[0])
        {
            case 0:
                return new BranchNode(BranchNodeKind.Leaf, 0, 0, 0, 0, numbers[1..]);
            case 1 when Head(numbers, 1, 2) is { } head:
                return new BranchNode(BranchNodeKind.Cover, head[0], head[1], 0, 0, numbers[3..]);
            case 3 or 4 when Head(numbers, 1, 2) is { } head:
                return new BranchNode(
                    numbers[0] == 3 ? BranchNodeKind.ClassCover : BranchNodeKind.ClassEdge, head[0], head[1], 0, 0, numbers[3..]);
            case 2 when Head(numbers, 1, 4) is { } head:
                return new BranchNode(BranchNodeKind.Edge, head[0], head[1], head[2], head[3], numbers[5..]);
            default:
                return null;
        }
    }

    /// <summary>The given numbers as row numbers, null when they are not.</summary>
    private static int[]? Head(double[] numbers, int start, int length) =>
        numbers.Length >= start + length && Array.TrueForAll(
            numbers[start..(start + length)], x => x >= 0 && x <= int.MaxValue && x == Math.Floor(x))
            ? Array.ConvertAll(numbers[start..(start + length)], x => (int)x)
            : null;

    private static T[] ReadList<T>(JsonElement root, string name, string source, Func<double[], T?> convert)
        where T : class
    {
        var array = CertificateJson.Member(root, name, JsonValueKind.Array, source);
        var result = new T[array.GetArrayLength()];
        var e = 0;
        foreach (var item in array.EnumerateArray())
        {
            var numbers = item.ValueKind == JsonValueKind.Array ? Numbers(item, $"'{name}'[{e}]", source) : null;
            result[e] = (numbers is null ? null : convert(numbers)) ?? throw CertificateJson.Error(source, $"'{name}'[{e}] is malformed");
            e++;
        }

        return result;
    }

    private static double[] Numbers(JsonElement array, string what, string source)
    {
        var result = new double[array.GetArrayLength()];
        var e = 0;
        foreach (var item in array.EnumerateArray())
        {
            result[e++] = item.ValueKind == JsonValueKind.Number && CertificateJson.Real(item) is { } value ? value
                : throw CertificateJson.Error(source, $"{what} holds something other than finite numbers");
        }

        return result;
    }

    private static void WriteNumbers(Utf8JsonWriter json, int[] head, double[] numbers)
    {
        json.WriteStartArray();
        Array.ForEach(head, json.WriteNumberValue);
        Array.ForEach(numbers, json.WriteNumberValue);
        json.WriteEndArray();
    }
}
