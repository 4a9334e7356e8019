from ..other import up as from_parent
