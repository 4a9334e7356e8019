import typing
from typing import *
T = TypeVar("T"); K = TypeVar("K", bound=int)
print(List[int], Dict[str, int], Optional[int], Union[int, str], Union[int, None], Callable[[int], str], Tuple[int, ...], Any, ClassVar[int], Literal["a", 1], Type[int], T, K, Iterable[T], Union[int, int], Optional[None], Callable[..., int], Annotated[int, "meta"], Final[int], List[T][int], Dict[K, T], Sequence[int], NoReturn, Set[str])
class Stack(Generic[T]):
    def __init__(self) -> None: self.items: List[T] = []
    def push(self, x: T) -> None: self.items.append(x)
s = Stack[int](); s.push(1); print(s.items, Stack[int], Stack.__parameters__, get_origin(List[int]), get_args(Dict[str, int]), get_type_hints(Stack.push), Stack.__orig_bases__)
class NT(NamedTuple): x: int; y: str = "d"
print(NT(1), NT(1).y, NT._fields, NT.__annotations__, NT._field_defaults)
class TD(TypedDict, total=False): a: int; b: str
print(TD(a=1), TD.__annotations__, TD.__total__, type(TD(a=1)))
class Pr(Protocol):
    def meth(self) -> int: ...
@runtime_checkable
class RP(Protocol):
    def close(self): ...
class Has:
    def close(self): pass
print(isinstance(Has(), RP), isinstance(5, RP), cast(int, "x"), NewType("UserId", int)(5), TYPE_CHECKING, overload.__name__)
@overload
def ov(x: int) -> int: ...
@overload
def ov(x: str) -> str: ...
def ov(x): return x
print(ov(5), get_type_hints(ov), final(Has) is Has, no_type_check(ov) is ov)
def ann(a: "int", b: List["str"] = [], *c: float, **d: Optional[int]) -> "None": pass
print(get_type_hints(ann), ann.__annotations__, ForwardRef("X"), Self, Never, LiteralString, assert_type(5, int), reveal_type.__name__)
for e in ("List[int, str]", "isinstance([], List[int])", "Union[()]", "Optional[int, str]", "T()", "Generic[int]", "class_ := Stack[int, str]", "issubclass(int, Any)", "Literal[[]]", "isinstance(5, Pr)", "Pr()", "Callable[int]", "ClassVar[ClassVar[int]]", "typing.nope", "Any()", "get_type_hints(5)", "List[5]", "Union[5]", "TypeVar('A', int)", "cast()"):
    try: print(e, eval(e.split(":= ")[-1]))
    except Exception as x: print(e, type(x).__name__, x)
