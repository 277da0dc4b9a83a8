using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace IsoApprox.Architecture.Tests;

/// <summary>A type that names another one. Nested and compiler-generated types count as the type that holds them.</summary>
/// <param name="From">The outermost type in whose declaration, members or code the reference stands.</param>
/// <param name="To">The outermost type that is referred to.</param>
internal readonly record struct TypeReference(Type From, Type To);

/// <summary>
/// All references between types as the compiler left them: bases, interfaces, constraints, attributes, fields, signatures, local variables,
/// caught exceptions and every instruction of every method body. A constant of another type leaves no trace: the compiler copies its value.
/// </summary>
internal static class TypeReferences
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    private static readonly Dictionary<ushort, OpCode> OpCodesByValue = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => unchecked((ushort)code.Value));

    /// <summary>The references of all types of an assembly, each pair once.</summary>
    internal static IReadOnlyCollection<TypeReference> Of(Assembly assembly) => Of(assembly.GetTypes());

    /// <summary>The references of some types.</summary>
    internal static IReadOnlyCollection<TypeReference> Of(IEnumerable<Type> types)
    {
        var found = new HashSet<TypeReference>();
        foreach (var type in types.Where(type => !IsCompilerSupport(Outermost(type))))
        {
            var from = Outermost(type);
            foreach (var to in Named(type).SelectMany(Parts).Select(Outermost).Where(to => to != from && !IsCompilerSupport(to)))
            {
                found.Add(new TypeReference(from, to));
            }
        }

        return found;
    }

    /// <summary>The type that is declared in a namespace and holds this one.</summary>
    internal static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    // Tables of constants, attributes that the compiler embeds.
    private static bool IsCompilerSupport(Type type) => type.IsDefined(typeof(CompilerGeneratedAttribute)) || type.Name.StartsWith('<');

    private static IEnumerable<Type> Named(Type type)
    {
        var own = new List<Type>(type.GetInterfaces());
        own.AddRange(type.BaseType is { } parent ? [parent] : []);
        own.AddRange(
            type.GetGenericArguments().Where(argument => argument.IsGenericParameter)
                .SelectMany(argument => argument.GetGenericParameterConstraints()));
        own.AddRange(Attributes(type));
        own.AddRange(type.GetFields(Declared).SelectMany(field => Attributes(field).Append(field.FieldType)));
        own.AddRange(type.GetProperties(Declared).SelectMany(Attributes));
        own.AddRange(type.GetEvents(Declared).SelectMany(Attributes));
        return own.Concat(type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared)).SelectMany(Named));
    }

    private static IEnumerable<Type> Named(MethodBase method)
    {
        var own = new List<Type>(method.GetParameters().SelectMany(parameter => Attributes(parameter).Append(parameter.ParameterType)));
        own.AddRange(Attributes(method));
        own.AddRange(method is MethodInfo { ReturnType: var result } ? [result] : []);
        own.AddRange(
            method.IsGenericMethod ? method.GetGenericArguments().SelectMany(argument => argument.GetGenericParameterConstraints()) : []);
        if (method.GetMethodBody() is not { } body)
        {
            return own;
        }

        own.AddRange(body.LocalVariables.Select(local => local.LocalType));
        own.AddRange(
            body.ExceptionHandlingClauses.Where(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause)
                .Select(clause => clause.CatchType!));
        return own.Concat(Members(method, body.GetILAsByteArray()!).SelectMany(Named));
    }

    private static IEnumerable<Type> Named(MemberInfo member) => member switch
    {
        Type type => [type],
        MethodInfo { IsGenericMethod: true } method => [method.DeclaringType!, .. method.GetGenericArguments()],
        _ => [member.DeclaringType!],
    };

    private static IEnumerable<Type> Attributes(MemberInfo member) => Attributes(member.CustomAttributes);

    private static IEnumerable<Type> Attributes(ParameterInfo parameter) => Attributes(parameter.CustomAttributes);

    private static IEnumerable<Type> Attributes(IEnumerable<CustomAttributeData> attributes) => attributes.SelectMany(attribute =>
        attribute.ConstructorArguments.Concat(attribute.NamedArguments.Select(argument => argument.TypedValue))
            .SelectMany(argument => argument.Value is Type value ? new[] { argument.ArgumentType, value } : [argument.ArgumentType])
            .Append(attribute.AttributeType));

    // An array of lists of T: the list. A generic parameter has no type of its own.
    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType)
        {
            return Parts(type.GetElementType()!);
        }

        return type.IsGenericParameter || type.IsFunctionPointer ? []
            : type.IsConstructedGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition())
            : [type];
    }

    /// <summary>The members that the instructions of a body name.</summary>
    private static IEnumerable<MemberInfo> Members(MethodBase method, byte[] code)
    {
        var ofType = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        var ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var at = 0; at < code.Length;)
        {
            var isLong = code[at] == 0xfe;
            var operation = OpCodesByValue[isLong ? (ushort)(0xfe00 | code[at + 1]) : code[at]];
            at += isLong ? 2 : 1;
            if (operation.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineType
                or OperandType.InlineTok)
            {
                yield return method.Module.ResolveMember(BitConverter.ToInt32(code, at), ofType, ofMethod)!;
            }

            at += Size(operation.OperandType, code, at);
        }
    }

    private static int Size(OperandType operand, byte[] code, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        _ => 4,
    };
}
