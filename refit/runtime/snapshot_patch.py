"""The changes to Pyodide's loader that a start from a snapshot needs, on top of the patch.

Each calls an object that the starting script gives as ``refitLoader`` (`snapshot.mjs` at build,
`restore.js` in the page). Without one, the loader does what it did before.

Pyodide can take a snapshot of the bare interpreter, and not once extensions are loaded
(pyodide/pyodide#6418, #5195): an extension's place in memory and in the table of functions would be
another one in the page. So while a snapshot is taken, all places are noted; while it is restored,
extensions are put there. Their relocations and constructors are passed over, because what these
wrote is in the snapshot.
"""

from refit.runtime import patch

OTHERWISE = (
    "adapt refit/runtime/snapshot_patch.py (docs/next-pyodide.md), or set REFIT_RUNTIME=lean"
)
_MEMORY = "metadata.memorySize?alignMemory(getMemory(metadata.memorySize+memAlign),memAlign):0"
_TABLE = "metadata.tableSize?wasmTable.length:0"
_CALL = (
    "function loadDynamicLibrary(libName,flags={global:true,nodelete:true},localScope,handle){"
    "libName=PATH.normalize(libName);"
)
_WRAPPED = "var wrapped=convertJsFunctionToWasm(func,sig);"
_INTERNALS = (
    "get got(){return GOT},get libraries(){return LDSO.loadedLibsByName},"
    "get table(){return wasmTable},get exports(){return wasmExports},"
    "get imports(){return wasmImports},get bytes(){return HEAPU8},"
    "grow:size=>growMemory(size),load:loadDynamicLibrary,addressOf:f=>getFunctionAddress(f),"
    "put(slot,f,wrapped=f){getFunctionAddress(f);setWasmTableEntry(slot,wrapped);"
    "functionsInTableMap.set(f,slot)},wrap:(f,signature)=>convertJsFunctionToWasm(f,signature)"
)

CHANGES = {
    # where an extension is put
    f"var memoryBase={_MEMORY};var tableBase={_TABLE};if(handle){{": (
        "var refitPlace=Module.refitLoader?.placeOf?.(libName);"
        f"var memoryBase=refitPlace?refitPlace.memory:{_MEMORY};"
        f"var tableBase=refitPlace?refitPlace.table:{_TABLE};"
        "Module.refitLoader?.onPlaced?.(libName,memoryBase,tableBase,metadata);"
        "if(refitPlace){var refitShort=tableBase+metadata.tableSize-wasmTable.length;"
        "if(refitShort>0)wasmTable.grow(refitShort)}"
        "if(handle&&!refitPlace){"
    ),
    "if(metadata.tableSize){wasmTable.grow(metadata.tableSize)}var moduleExports;": (
        "if(metadata.tableSize&&!refitPlace){wasmTable.grow(metadata.tableSize)}var moduleExports;"
    ),
    # what the snapshot holds already
    "if(applyRelocs){if(runtimeInitialized)": "if(applyRelocs&&!refitPlace){if(runtimeInitialized)",
    "if(init){if(runtimeInitialized){init()}": (
        "if(init&&!refitPlace){if(runtimeInitialized){init()}"
    ),
    # what is to be noted
    _CALL: f"{_CALL}Module.refitLoader?.onLoad?.(libName,flags,localScope,handle);",
    f"{_WRAPPED}setWasmTableEntry(ret,wrapped)}}": (
        f"{_WRAPPED}Module.refitLoader?.onWrapped?.(ret,func,sig);setWasmTableEntry(ret,wrapped)}}"
    ),
    # what restores it
    "var loadDylibs=async()=>{": (
        f"Module.refitLoader?.open({{{_INTERNALS}}});var loadDylibs=async()=>{{"
        "Module.refitLoader?.onFresh?.();"
    ),
    "return Module.HEAP8.set(t),l};": (
        "return Module.refitLoader?Module.refitLoader.restore():Module.HEAP8.set(t),l};"
    ),
}


def apply(script: bytes) -> bytes:
    """Apply the patch and these changes to Pyodide's loader.

    Raises
    ------
    SetupError
        If the loader is not the file that they were made for.
    """
    return patch.patch(script, {**patch.CHANGES, **CHANGES}, OTHERWISE)
